// The page as a whole: which view the address asks for, and keys.

import { CallView } from "./call.js";
import { CallsView, understand } from "./calls.js";
import { replace } from "./draw.js";
import { HealthView, watchHealth } from "./health.js";
import { askForToken, showHelp } from "./help.js";
import { remember } from "./memory.js";
import { setTokenAsker } from "./server.js";
import { callPath } from "./words.js";

const main = document.getElementById("main");
const field = document.getElementById("search");
const noticeLine = document.getElementById("notice");
let view = null;
let fading = 0;

/// Says something for a few seconds.
function notice(text) {
    noticeLine.textContent = text;
    clearTimeout(fading);
    fading = setTimeout(() => { noticeLine.textContent = ""; }, 4000);
}

/// Opens what a search text means: a call by its identity, or a list.
function search(text) {
    const { identity } = understand(text);
    const path = identity ? callPath(identity) : text.trim() ? `#/?q=${encodeURIComponent(text.trim())}` : "#/";
    if (location.hash === path) route();
    else location.hash = path;
}

/// Shows what the address asks for.
function route() {
    const hash = location.hash || "#/";
    const mark = hash.indexOf("?");
    const path = mark < 0 ? hash : hash.slice(0, mark);
    const query = new URLSearchParams(mark < 0 ? "" : hash.slice(mark + 1));
    view?.close();
    noticeLine.textContent = "";
    if (path.startsWith("#/call/")) {
        let id = path.slice("#/call/".length);
        try {
            id = decodeURIComponent(id);
        } catch {
            // Not encoded: taken as it is.
        }
        view = new CallView(id, query, { notice });
    } else if (path === "#/health") {
        view = new HealthView();
    } else {
        const text = query.get("q") ?? "";
        field.value = text;
        remember("list", hash);
        view = new CallsView(text, { search, notice });
    }
    document.title = view.title;
    replace(main, view.element);
}

document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (document.querySelector("dialog[open]")) return;
    const isTyping = event.target.closest?.("input:not([type=checkbox]), select, textarea");
    if (isTyping) {
        if (event.key === "Escape") main.focus();
        return;
    }
    if (event.key === "/") {
        event.preventDefault();
        field.focus();
        field.select();
    } else if (event.key === "?") {
        event.preventDefault();
        showHelp();
    } else if (view?.key(event)) {
        event.preventDefault();
    } else if (event.key === "Escape" && location.hash !== "#/") {
        location.hash = "#/";
    }
});

field.addEventListener("keydown", (event) => {
    if (event.key === "Enter") {
        search(field.value);
        main.focus();
    }
});
document.getElementById("help").addEventListener("click", showHelp);
document.getElementById("skip").addEventListener("click", (event) => {
    event.preventDefault();
    main.focus();
});
window.addEventListener("hashchange", route);
setTokenAsker(askForToken);
route();
watchHealth(document.getElementById("health"));
