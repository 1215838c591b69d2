// The two dialogs: help, and the question for a token.

import { button, el, replace } from "./draw.js";
import { setToken } from "./server.js";

const KEYS = [
    ["Anywhere", [
        ["/", "search"], ["?", "this help"], ["Esc", "one step back, at last to the list"], ["r", "read again"],
    ]],
    ["List", [
        ["↓ ↑  j k", "from call to call"], ["Enter", "open the call"], ["l", "live or still"],
    ]],
    ["Call", [
        ["1 2 3 4", "ladder, graph, logs, quality"], ["↓ ↑  j k", "from row to row"],
        ["→ ←", "from message to message of this leg"], ["Enter", "into the payload"],
        ["d", "mark a message; at another one, compare"], ["f", "this leg alone, or all"],
        ["e  o", "events, logs"], ["t", "relative times or UTC"], ["c  u", "copy the message, the link"],
    ]],
];

const SEARCH = [
    ["1001", "calls from or to this number, whole"],
    ["49*  *4567  *45*", "beginning, end, part of a number"],
    ["1-15052@192.0.2.1", "a Call-ID, UUID or Session-ID opens the call"],
    ["from:1010 to:49*", "one side only"],
    ["status:486  status:5xx  outcome:busy", "how it ended"],
    ["since:-2h until:-30m", "when it began; a moment as in 2026-11-22T23:26:31Z, too"],
    ["node:fs1 domain:acme.test address:10.0.0.0/8", "where"],
];

/// Shows keys and search words.
export function showHelp() {
    const terms = (rows) => el("dl", {}, rows.map(([term, words]) => [
        el("dt", {}, term.split("  ").map((one) => [el("kbd", {}, one), " "]).flat()), el("dd", {}, words),
    ]));
    const dialog = el(
        "dialog", { class: "help", "aria-labelledby": "help-title" },
        el("h1", { id: "help-title" }, "Keys and search words"),
        el("div", { class: "columns" }, KEYS.map(([title, rows]) => el("section", {}, el("h2", {}, title), terms(rows)))),
        el("h2", {}, "Search"), terms(SEARCH),
        button("Close", "Esc", () => dialog.close()));
    open(dialog);
}

/// Asks for a token; true when one was given. `wasRefused` says that the last one did not open.
export function askForToken(wasRefused) {
    if (document.querySelector("dialog.token")) return waiting;
    waiting = new Promise((resolve) => {
        let isGiven = false;
        const said = el("p", { class: "bad", role: "alert" });
        const field = el("input", {
            type: "password", autocomplete: "off", "aria-label": "Token", maxlength: "1024",
            onkeydown: (event) => event.key === "Enter" && give(),
        });
        const give = () => {
            const text = field.value.trim();
            // A header has no room for anything else.
            if (!/^[\x21-\x7e]+$/.test(text)) {
                said.textContent = "A token has visible ASCII characters only.";
                return;
            }
            setToken(text);
            isGiven = true;
            dialog.close();
        };
        const dialog = el(
            "dialog", { class: "token", "aria-labelledby": "token-title" },
            el("h1", { id: "token-title" }, "This collector asks for a token"),
            el("p", {}, "One of http.tokens of its configuration. It is kept for this tab and forgotten with it."),
            said, field, " ", button("Open", "Enter", give));
        if (wasRefused) said.textContent = "The token that was given is not one of this collector's.";
        dialog.addEventListener("close", () => resolve(isGiven));
        open(dialog);
        replace(said, wasRefused ? said.textContent : "");
        field.focus();
    });
    return waiting;
}

let waiting = Promise.resolve(false);

function open(dialog) {
    dialog.addEventListener("close", () => dialog.remove());
    // A click on what is behind it closes it.
    dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
    document.body.append(dialog);
    dialog.showModal();
}
