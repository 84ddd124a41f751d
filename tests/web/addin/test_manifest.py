"""The manifest is what Microsoft's schema asks, and what we said it would be.

No package holds the schema (MS-OWEMXML, appendix A); npm's office-addin-manifest posts a manifest to a server
of Microsoft. ``manifest-schema.xml`` asks the same of the elements that we use, in our own words."""

from __future__ import annotations

import re
import uuid
from pathlib import Path

import lxml.etree
import pytest

from klantwaarde_xl import __version__
from klantwaarde_xl.template.ribbon import GROUPS, TAB_LABEL
from klantwaarde_xl.web.addin import app
from klantwaarde_xl.web.addin.manifest import ICON_SIZES, REFRESH, manifest, place_in

ADDRESS = "https://localhost:8743/geheim-9_x"
BASE = "http://schemas.microsoft.com/office/appforoffice/1.1"
OVERRIDES = "http://schemas.microsoft.com/office/taskpaneappversionoverrides"
TYPES = "http://schemas.microsoft.com/office/officeappbasictypes/1.0"
XSI = "{http://www.w3.org/2001/XMLSchema-instance}type"


@pytest.fixture(scope="module")
def root() -> lxml.etree._Element:
    return lxml.etree.fromstring(manifest(ADDRESS, __version__).encode())


def local(element: lxml.etree._Element) -> str:
    return lxml.etree.QName(element).localname


def found(root: lxml.etree._Element, path: str) -> list[lxml.etree._Element]:
    if path == local(root):
        return [root]
    steps = "/".join(f"*[local-name()='{name}']" for name in path.split("/"))
    return list(root.xpath(f"//{steps}"))


@pytest.fixture(scope="module")
def schema(tmp_path_factory: pytest.TempPathFactory) -> lxml.etree.XMLSchema:
    folder = tmp_path_factory.mktemp("schema")
    parts = lxml.etree.parse(str(Path(__file__).with_name("manifest-schema.xml"))).getroot()
    for name, part in zip(("base", "overrides", "types"), parts.iterchildren("{*}schema"), strict=True):
        (folder / f"{name}.xsd").write_bytes(lxml.etree.tostring(part))
    return lxml.etree.XMLSchema(lxml.etree.parse(str(folder / "base.xsd")))


def test_the_schema_takes_it(schema: lxml.etree.XMLSchema, root: lxml.etree._Element) -> None:
    schema.validate(root)
    assert [f"{one.line}: {one.message}" for one in schema.error_log] == []


@pytest.mark.parametrize(
    ("part", "other"),
    [
        ("<Permissions>ReadWriteDocument</Permissions>", ""),
        ("ReadWriteDocument", "Everything"),
        ('<Label resid="Tab.Label"/>', ""),
        ('id="Icon.16"', f'id="{"x" * 33}"'),
        ("<ProviderName>klantwaarde_xl</ProviderName>", f"<ProviderName>{'x' * 126}</ProviderName>"),
        ("<bt:Urls>", "<bt:Addresses/><bt:Urls>"),
        ('lifetime="long"', 'lifetime="always"'),
        ('xsi:type="ExecuteFunction"', 'xsi:type="RunFunction"'),
        ('<FunctionFile resid="Page.Url"/>', '<Unknown resid="Page.Url"/>'),
        ("<Version>", "<Version>v"),
    ],
)
def test_the_schema_refuses_a_mistake(part: str, other: str, schema: lxml.etree.XMLSchema) -> None:
    text = manifest(ADDRESS, __version__)
    assert part in text
    assert not schema.validate(lxml.etree.fromstring(text.replace(part, other, 1).encode()))


def test_every_part_is_in_its_namespace(root: lxml.etree._Element) -> None:
    assert root.tag == f"{{{BASE}}}OfficeApp"
    (overrides,) = found(root, "VersionOverrides")
    inside = {lxml.etree.QName(element).namespace for element in overrides.iter()}
    assert inside == {OVERRIDES, TYPES}
    outside = {lxml.etree.QName(element).namespace for element in root.iter()} - inside
    assert outside == {BASE}
    assert root.get(XSI) == "TaskPaneApp"
    assert overrides.get(XSI) == "VersionOverridesV1_0"


def test_identity_and_version_are_whole(root: lxml.etree._Element) -> None:
    assert str(uuid.UUID(found(root, "Id")[0].text)) == found(root, "Id")[0].text
    assert re.fullmatch(r"\d{1,5}(\.\d{1,5}){3}", found(root, "Version")[0].text or "")


def test_every_reference_leads_to_a_resource_and_every_resource_is_used(root: lxml.etree._Element) -> None:
    used = {element.get("resid") for element in root.iter() if element.get("resid")}
    known = [element.get("id") for element in found(root, "Resources")[0].iter() if element.get("id")]
    assert used == set(known)
    assert len(known) == len(set(known))


def test_the_runtime_is_shared(root: lxml.etree._Element) -> None:
    # One address for the runtime, the functions, the commands and the pane; a long lifetime.
    (runtime,) = found(root, "Runtime")
    assert runtime.get("lifetime") == "long"
    shared = [*found(root, "Page/SourceLocation"), *found(root, "FunctionFile")]
    shared += found(root, "Action/SourceLocation")
    assert {element.get("resid") for element in shared} == {runtime.get("resid")}
    sets = {element.get("Name") for element in found(root, "Set")}
    assert {"SharedRuntime", "CustomFunctionsRuntime"} <= sets


def test_all_icons_are_there_in_the_sizes_that_office_asks(root: lxml.etree._Element) -> None:
    for icon in found(root, "Icon"):
        assert [image.get("size") for image in icon] == ["16", "32", "80"]
    for size in ICON_SIZES:
        data = Path(app.__file__).with_name(f"icoon-{size}.png").read_bytes()
        assert data[:8] == b"\x89PNG\r\n\x1a\n"
        assert int.from_bytes(data[16:20]) == int.from_bytes(data[20:24]) == size


def test_every_address_is_https_on_this_computer(root: lxml.etree._Element) -> None:
    addresses = [v for element in root.iter() for v in element.attrib.values() if "://" in str(v)]
    assert addresses
    assert all(str(address).startswith(f"{ADDRESS}/") for address in addresses)


def test_the_tab_is_named_as_ours(root: lxml.etree._Element) -> None:
    strings = {one.get("id"): one.get("DefaultValue") for one in found(root, "ShortStrings/String")}
    assert strings["Tab.Label"] == TAB_LABEL
    ours = {button.id: button for group in GROUPS for button in group.buttons}
    assert strings["Refresh.Label"] == ours[REFRESH].label
    assert [element.text for element in found(root, "FunctionName")] == [REFRESH]


@pytest.mark.parametrize("text", ["", "<OfficeApp/>", '"https://localhost:x/y/taakvenster.html"'])
def test_a_file_that_is_no_manifest_of_ours_tells_no_place(text: str) -> None:
    assert place_in(text) is None
