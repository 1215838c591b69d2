// Texts of the network made fit to be looked at, and times and numbers as words.

/// What has no shape of its own or changes how its neighbours are drawn: control characters, marks of
/// direction and other format characters, halves of surrogate pairs, line separators.
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;
/// Marks that would climb over the rows above.
const PILE = /(\p{M}{2})\p{M}+/gu;

/// The text with everything unseen written out (`\x1b`, `\u{202e}`), cut to so many characters.
export function shown(text, most = 120) {
    if (text === null || text === undefined) return "";
    // Cut before and after: an escape is longer than what it stands for.
    const safe = escape(String(text).slice(0, most * 2), UNSEEN);
    return cut(safe, most);
}

/// The text cut to so many characters, with `…` in place of the rest.
export function cut(text, most) {
    if (text.length <= most) return text;
    const kept = text.slice(0, Math.max(most - 1, 0)).replace(/[\ud800-\udbff]$/, "");
    return `${kept}…`;
}

/// Lines of a text, each with what is unseen written out; tabs stay.
export function lines(text, most = 4000) {
    const found = String(text).split(/\r\n|\n|\r/, most + 1);
    const safe = found.slice(0, most).map((line) => escape(line, UNSEEN, "\t"));
    if (found.length > most) safe.push("… more lines are in the export");
    return safe;
}

function escape(text, pattern, kept) {
    return text.replace(pattern, (found) => {
        if (found === kept) return found;
        const code = found.codePointAt(0);
        return code < 0x100 ? `\\x${code.toString(16).padStart(2, "0")}` : `\\u{${code.toString(16)}}`;
    }).replace(PILE, "$1");
}

/// Microseconds since 1970 of a time in RFC 3339 with six decimals; NaN when there is none.
export function micros(text) {
    if (typeof text !== "string") return NaN;
    return Date.parse(`${text.slice(0, 23)}Z`) * 1000 + Number(text.slice(23, 26));
}

/// `23:26:31.060`, in UTC.
export function clock(time) {
    return Number.isFinite(time) ? new Date(time / 1000).toISOString().slice(11, 23) : "";
}

/// `2026-11-22`, in UTC.
export function day(time) {
    return Number.isFinite(time) ? new Date(time / 1000).toISOString().slice(0, 10) : "";
}

/// `+3.338`, `-0.013`: seconds from one time to another.
export function relative(time, start) {
    if (!Number.isFinite(time) || !Number.isFinite(start)) return "";
    const seconds = ((time - start) / 1e6).toFixed(3);
    return seconds === "-0.000" ? "+0.000" : `${seconds.startsWith("-") ? "" : "+"}${seconds}`;
}

/// `0.33 s`, `2 min 5 s`, `3 h 12 min`.
export function duration(seconds) {
    if (!Number.isFinite(seconds)) return "";
    if (seconds < 60) return `${seconds < 10 ? seconds.toFixed(2) : seconds.toFixed(1)} s`;
    const whole = Math.round(seconds);
    const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
    return hours > 0 ? `${hours} h ${minutes} min` : `${minutes} min ${whole % 60} s`;
}

/// `1 leg`, `2 legs`.
export function count(number, noun) {
    return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

/// `in_progress` as `in progress`.
export function outcomeWords(outcome) {
    return shown(outcome, 24).replaceAll("_", " ");
}

/// How an outcome is coloured: good, bad, quiet (the callee's or caller's choice) or open.
export function outcomeTone(outcome) {
    switch (outcome) {
    case "answered": return "good";
    case "in_progress": return "open";
    case "client_error": case "server_error": case "timeout": case "not_found": return "bad";
    default: return "quiet";
    }
}

/// The fragment of the page that shows a call.
export function callPath(id, more = {}) {
    const query = new URLSearchParams(Object.entries(more).filter(([, value]) => value));
    const text = query.toString();
    return `#/call/${encodeIdentity(id)}${text ? `?${text}` : ""}`;
}

/// An identity as a path segment. Half a surrogate pair cannot be sent; nothing that is stored has one.
export function encodeIdentity(id) {
    return encodeURIComponent(String(id).toWellFormed?.() ?? String(id));
}
