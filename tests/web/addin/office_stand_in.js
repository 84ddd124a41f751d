/* Stands in for Office.js and Excel around it, as Microsoft documents them.

   learn.microsoft.com/office/dev/add-ins/excel: custom-functions-json (metadata), custom-functions-errors,
   custom-functions-parameter-options (null for what is left out, two-dimensional arrays, the invocation as last
   argument), custom-functions-web-reqs (cancelling); javascript/api/office/office.file (slices), and
   javascript/api/excel (createWorkbook). A result that the documentation does not allow shows #VALUE!. */
"use strict";
(() => {
  const ErrorCode = Object.freeze({
    invalidValue: "#VALUE!", notAvailable: "#N/A", divisionByZero: "#DIV/0!", invalidNumber: "#NUM!",
    nullReference: "#NULL!", invalidName: "#NAME?", invalidReference: "#REF!",
  });
  class CustomError { constructor(code, message) { this.code = code; this.message = message; } }
  const functions = new Map();
  const commands = new Map();
  const ready = [];
  const host = { requests: [], opened: [], completed: 0, pane: 0, slice: 1000, metadata: null };

  window.CustomFunctions = {
    ErrorCode,
    Error: CustomError,
    associate: (id, made) => functions.set(id, made),
  };

  const succeeded = (value) => ({ status: "succeeded", value });
  window.Office = {
    AsyncResultStatus: { Succeeded: "succeeded", Failed: "failed" },
    FileType: { Compressed: "compressed" },
    onReady: (done) => { ready.push(done); return Promise.resolve(); },
    actions: { associate: (id, made) => commands.set(id, made) },
    addin: { showAsTaskpane: async () => { host.pane += 1; } },
    context: {
      diagnostics: { version: "16.0.99" },
      document: {
        url: "",
        getFileAsync: (type, options, done) => {
          if (!host.workbook) return done({ status: "failed", error: { message: "Er is geen werkmap." } });
          const size = Math.min(options.sliceSize, host.slice);
          const count = Math.ceil(host.workbook.length / size);
          return done(succeeded({
            size: host.workbook.length,
            sliceCount: count,
            getSliceAsync: (n, told) => told(succeeded({
              index: n, data: [...host.workbook.slice(n * size, (n + 1) * size)],
            })),
            closeAsync: (told) => { host.closed = true; told(succeeded()); },
          }));
        },
      },
    },
  };
  window.Excel = { createWorkbook: async (base64) => { host.opened.push(base64); } };

  const given = (cell) => {
    if (cell === null) return ""; // an empty cell
    return typeof cell === "object" ? new CustomError(cell.error) : cell;
  };

  function shown(cell) {
    if (cell instanceof CustomError) {
      const told = [ErrorCode.invalidValue, ErrorCode.notAvailable].includes(cell.code);
      return { error: cell.code, text: told ? cell.message : undefined };
    }
    if (["string", "boolean"].includes(typeof cell)) return cell;
    if (typeof cell === "number" && Number.isFinite(cell)) return cell;
    throw new TypeError(`no value of a cell: ${typeof cell}`);
  }

  function spilled(result) {
    if (!Array.isArray(result) || !result.length || !result.every((row) => Array.isArray(row)
        && row.length === result[0].length && row.length)) throw new TypeError("no two-dimensional array");
    return result.map((row) => row.map(shown));
  }

  /* Calls a function as a formula does; null is an argument that is left out. Gives the cells it shows. */
  host.calculate = (id, args, told = {}) => {
    const described = host.metadata.functions.find((one) => one.id === id);
    if (!described || !functions.has(id)) return Promise.resolve([[{ error: "#NAME?" }]]);
    const required = described.parameters.filter((one) => !one.optional).length;
    if (args.length > described.parameters.length) throw new Error("Excel takes no such formula");
    const padded = described.parameters.map((_, n) => {
      const value = n < args.length ? args[n] : null;
      if (value === null) return null;
      return (Array.isArray(value) ? value : [[value]]).map((row) => row.map(given));
    });
    if (args.length < required) throw new Error("Excel takes no such formula");
    const invocation = {};
    if (described.options.requiresAddress) invocation.address = told.address || "Blad1!A1";
    if (described.options.requiresParameterAddresses) {
      invocation.parameterAddresses = told.parameterAddresses || [];
    }
    const promise = Promise.resolve().then(() => functions.get(id)(...padded, invocation));
    const cells = promise.then(spilled).catch((problem) => [[problem instanceof CustomError
      ? shown(problem) : { error: "#VALUE!", text: `host: ${problem && problem.message}` }]]);
    if (told.canceled) setTimeout(() => invocation.onCanceled && invocation.onCanceled(), told.canceled);
    return cells;
  };

  host.press = async (id) => {
    await commands.get(id)({ completed: () => { host.completed += 1; } });
    return document.getElementById("melding").textContent;
  };

  host.start = async () => {
    host.metadata = await (await fetch("functies.json")).json();
    const unknown = host.metadata.functions.filter((one) => !functions.has(one.id)).map((one) => one.id);
    if (unknown.length) throw new Error(`not associated: ${unknown}`);
    ready.forEach((done) => done({ host: "Excel", platform: "OfficeOnline" }));
    return [...functions.keys()];
  };

  const real = window.fetch.bind(window);
  window.fetch = (address, options = {}) => {
    host.requests.push([options.method || "GET", String(address).split("/")[0],
      options.body ? (options.body.length ?? options.body.byteLength ?? options.body.size) : 0]);
    return real(address, options);
  };
  window.host = host;
})();
