/* Runs in Excel: hands functions in cells and Vernieuwen to the program on this computer.

   What the program knows (names of functions, texts of errors) stands in the attributes of the script element.
   Calls that Excel makes at the same time go in one request; a large range goes once, by its hash. */
"use strict";
(() => {
  const told = document.currentScript.dataset;
  const SLOW = new Set(told.slow.split(" "));
  const WAIT = 20; // milliseconds in which calls are gathered
  const MOST = 100; // calls in one request
  const LARGE = 2000; // characters above which a range goes by its hash
  const TRIES = 4; // the program may forget a range between sending it and asking for it
  const MOST_REASONS = 200000;
  const reasons = new Map(); // sheet!row,column -> text of the error in that cell

  const say = (text) => { document.getElementById("melding").textContent = text; };

  function failure(text, code = CustomFunctions.ErrorCode.invalidValue) {
    return new CustomFunctions.Error(code, text);
  }

  /* Places */

  function placeOf(address) {
    const found = /^(.*)!\$?([A-Z]*)\$?(\d*)/.exec(address || "");
    if (!found) return null;
    const column = [...found[2]].reduce((number, letter) => number * 26 + letter.charCodeAt(0) - 64, 0);
    return { sheet: found[1], row: Number(found[3] || 1), column: column || 1 };
  }

  const nameOf = (place, row, column) => `${place.sheet}!${place.row + row},${place.column + column}`;

  function remember(address, rows) {
    const place = placeOf(address);
    if (!place) return;
    rows.forEach((row, r) => row.forEach((cell, c) => {
      const name = nameOf(place, r, c);
      if (cell instanceof CustomFunctions.Error && reasons.size < MOST_REASONS) reasons.set(name, cell.message);
      else if (reasons.size) reasons.delete(name);
    }));
  }

  function reasonAt(address) {
    const place = placeOf(address);
    return place ? reasons.get(nameOf(place, 0, 0)) : undefined;
  }

  /* What goes to the program, and what comes back */

  const sentCell = (cell) => (cell !== null && typeof cell === "object" ? String(cell.code) : cell);

  async function sentRange(rows, bodies) {
    if (rows === null || rows === undefined) return null;
    const text = JSON.stringify(rows.map((row) => row.map(sentCell)));
    if (text.length <= LARGE) return JSON.parse(text);
    const body = new TextEncoder().encode(text);
    const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", body));
    const key = [...hash].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    bodies.set(key, body);
    return { table: key };
  }

  function shownCell(cell) {
    if (cell === null || typeof cell !== "object") return cell;
    const { notAvailable, invalidValue } = CustomFunctions.ErrorCode;
    return failure(cell.text, cell.error === notAvailable ? notAvailable : invalidValue);
  }

  /* Requests */

  async function request(path, method, body, signal) {
    try {
      const kind = { "Content-Type": path === "reken" ? "application/json" : "application/octet-stream" };
      return await fetch(path, { method, body, signal, headers: kind, credentials: "omit" });
    } catch (problem) {
      if (problem.name === "AbortError") throw problem;
      throw failure(told.absent);
    }
  }

  async function answersOf(calls, bodies, signal) {
    const body = JSON.stringify({ calls });
    for (let tried = 0; tried < TRIES; tried += 1) {
      const reply = await request("reken", "POST", body, signal);
      if (reply.ok) return (await reply.json()).answers;
      if (reply.status !== 409) throw failure(reply.status === 413 ? told.tooLarge : told.absent);
      for (const key of (await reply.json()).unknown) {
        const kept = await request(`tabel/${key}`, "PUT", bodies.get(key), signal);
        if (!kept.ok) throw failure(told.tooLarge);
      }
    }
    throw failure(told.tooLarge);
  }

  async function send(calls) {
    const wanted = calls.filter((call) => !call.canceled);
    if (!wanted.length) return;
    const control = new AbortController();
    wanted.forEach((call) => {
      call.onCanceled = () => { if (wanted.every((one) => one.canceled)) control.abort(); };
    });
    try {
      const bodies = new Map();
      const asked = [];
      for (const call of wanted) {
        const ranges = await Promise.all(call.given.map((rows) => sentRange(rows, bodies)));
        asked.push({ function: call.name, arguments: ranges, ...call.told });
      }
      const answers = await answersOf(asked, bodies, control.signal);
      wanted.forEach((call, n) => call.resolve(answers[n].map((row) => row.map(shownCell))));
    } catch (problem) {
      const shown = problem instanceof CustomFunctions.Error ? problem : failure(told.absent);
      wanted.forEach((call) => call.reject(shown));
    }
  }

  let waiting = [];
  function flush() {
    const calls = waiting;
    waiting = [];
    calls.filter((call) => SLOW.has(call.name)).forEach((call) => send([call])); // nobody waits for these
    const quick = calls.filter((call) => !SLOW.has(call.name));
    for (let start = 0; start < quick.length; start += MOST) send(quick.slice(start, start + MOST));
  }

  /* Functions in cells */

  function hostVersion() {
    const diagnostics = Office.context && Office.context.diagnostics;
    return diagnostics ? diagnostics.version : undefined;
  }

  async function called(name, count, all) {
    const invocation = all[all.length - 1] || {};
    const address = (invocation.parameterAddresses || [])[0];
    const call = { name, given: all.slice(0, Math.min(count, all.length - 1)), canceled: false };
    call.told = { address, reason: reasonAt(address), host: hostVersion() };
    const answer = new Promise((resolve, reject) => Object.assign(call, { resolve, reject }));
    invocation.onCanceled = () => {
      call.canceled = true;
      if (call.onCanceled) call.onCanceled();
      call.reject(failure(told.absent)); // Excel no longer waits for it
    };
    waiting.push(call);
    if (waiting.length === 1) setTimeout(flush, WAIT);
    let rows;
    try {
      rows = await answer;
    } catch (problem) {
      rows = [[problem]];
    }
    if (!call.canceled) remember(invocation.address, rows);
    return rows;
  }

  for (const one of told.functions.split(" ")) {
    const [name, count] = one.split(":");
    CustomFunctions.associate(name, (...all) => called(name, Number(count), all));
  }

  /* Vernieuwen: this workbook goes to the program, and the answer opens as a new one */

  const asPromise = (start) => new Promise((resolve, reject) => start((result) => {
    if (result.status === Office.AsyncResultStatus.Succeeded) resolve(result.value);
    else reject(new Error(result.error.message));
  }));

  async function wholeWorkbook() {
    const file = await asPromise((done) => Office.context.document.getFileAsync(
      Office.FileType.Compressed, { sliceSize: 4194304 }, done));
    try {
      const parts = [];
      for (let n = 0; n < file.sliceCount; n += 1) {
        const slice = await asPromise((done) => file.getSliceAsync(n, done));
        parts.push(new Uint8Array(slice.data));
      }
      return new Blob(parts);
    } finally {
      file.closeAsync(() => {});
    }
  }

  const base64 = (blob) => new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result.slice(reader.result.indexOf(",") + 1));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(blob);
  });

  async function refresh() {
    say("Bezig met vernieuwen…");
    const kind = /\.xlsm$/i.test(Office.context.document.url || "") ? "xlsm" : "xlsx";
    const reply = await request(`vernieuw?soort=${kind}`, "POST", await wholeWorkbook());
    if (reply.status === 422) throw new Error((await reply.json()).text);
    if (!reply.ok) throw failure(reply.status === 413 ? told.tooLarge : told.absent);
    await Excel.createWorkbook(await base64(await reply.blob()));
    say("Klaar: de resultaten staan in een nieuwe werkmap. Sla die op waar u haar wilt bewaren.");
  }

  let refreshing = false;
  async function command(event) {
    try {
      if (!refreshing) {
        refreshing = true;
        await refresh();
        refreshing = false;
      }
    } catch (problem) {
      refreshing = false;
      say(problem.message);
      if (event) await Office.addin.showAsTaskpane(); // a command has no other place for a message
    } finally {
      if (event) event.completed();
    }
  }

  Office.onReady(() => {
    Office.actions.associate(told.refresh, command);
    document.getElementById("vernieuwen").addEventListener("click", () => command());
  });
})();
