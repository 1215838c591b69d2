// What differs between two SIP messages: headers by name, the body line by line.

import * as sip from "./sip.js";

/// Lines of a body that are compared in order; beyond, the table for it would be too large.
const LINES_MOST = 600;

/// The differences of two texts, as `[{sign, text, other}]`: sign is "=", "-", "+", or "~" for a line that
/// became `other`.
export function compare(before, after) {
    const [a, b] = [sip.parse(before), sip.parse(after)];
    const found = [pair(a.start, b.start)];
    found.push(...compareHeaders(a.headers, b.headers));
    found.push({ sign: "=", text: "", other: "" });
    found.push(...compareLines(a.body, b.body));
    return found;
}

/// Headers that a proxy moved are no difference, nor is a compact name: they are compared by name, those of
/// one name in their order.
function compareHeaders(a, b) {
    const rest = new Map();
    for (const one of b) {
        const key = one.name.toLowerCase();
        rest.set(key, [...(rest.get(key) ?? []), one]);
    }
    const found = [];
    for (const [key, ours] of groups(a)) {
        const theirs = rest.get(key) ?? [];
        rest.delete(key);
        // A Via is put before those that are there, and taken away there.
        const byValue = compareLines(ours.map((one) => one.value), theirs.map((one) => one.value));
        const name = ours[0].name;
        for (const line of byValue) {
            found.push({
                ...line, text: `${name}: ${line.text}`,
                other: line.other === undefined ? undefined : `${name}: ${line.other}`,
            });
        }
    }
    for (const theirs of rest.values()) {
        for (const one of theirs) found.push({ sign: "+", text: `${one.name}: ${one.value}` });
    }
    return found;
}

function groups(headers) {
    const found = new Map();
    for (const one of headers) {
        const key = one.name.toLowerCase();
        found.set(key, [...(found.get(key) ?? []), one]);
    }
    return found;
}

/// Lines by their longest common subsequence; a removed line next to an added one of its kind became it.
export function compareLines(a, b) {
    const [x, y] = [a.slice(0, LINES_MOST), b.slice(0, LINES_MOST)];
    const width = y.length + 1;
    const table = new Uint16Array((x.length + 1) * width);
    for (let i = x.length - 1; i >= 0; i -= 1) {
        for (let j = y.length - 1; j >= 0; j -= 1) {
            table[i * width + j] = x[i] === y[j]
                ? table[(i + 1) * width + j + 1] + 1
                : Math.max(table[(i + 1) * width + j], table[i * width + j + 1]);
        }
    }
    const found = [];
    let [i, j] = [0, 0];
    let [gone, come] = [[], []];
    const settle = () => {
        found.push(...became(gone, come));
        [gone, come] = [[], []];
    };
    while (i < x.length || j < y.length) {
        if (i < x.length && j < y.length && x[i] === y[j]) {
            settle();
            found.push(pair(x[i], y[j]));
            i += 1;
            j += 1;
        } else if (j < y.length && (i === x.length || table[i * width + j + 1] > table[(i + 1) * width + j])) {
            come.push(y[j]);
            j += 1;
        } else {
            gone.push(x[i]);
            i += 1;
        }
    }
    settle();
    if (a.length > LINES_MOST || b.length > LINES_MOST) found.push({ sign: "=", text: "… the rest is not compared" });
    return found;
}

/// Lines that went and lines that came at one place: those that begin alike are one that changed.
function became(gone, come) {
    const found = [];
    const rest = [...come];
    for (const line of gone) {
        const at = rest.findIndex((other) => other.slice(0, 2) === line.slice(0, 2));
        if (at < 0 && !(gone.length === 1 && rest.length === 1)) {
            found.push({ sign: "-", text: line });
        } else {
            found.push(pair(line, rest.splice(Math.max(at, 0), 1)[0]));
        }
    }
    return [...found, ...rest.map((line) => ({ sign: "+", text: line }))];
}

function pair(a, b) {
    return a === b ? { sign: "=", text: a, other: b } : { sign: "~", text: a, other: b };
}

/// Where two lines differ: `[same, a's own, b's own, same]`.
export function middle(a, b) {
    let from = 0;
    while (from < a.length && a[from] === b[from]) from += 1;
    let end = 0;
    while (end < Math.min(a.length, b.length) - from && a[a.length - 1 - end] === b[b.length - 1 - end]) end += 1;
    return [a.slice(0, from), a.slice(from, a.length - end), b.slice(from, b.length - end), a.slice(a.length - end)];
}
