// Elements out of names, attributes and texts. Nothing here reads markup, and nothing else may.

const SVG = "http://www.w3.org/2000/svg";

/// An HTML element. A function is a listener (`onclick`), `true` an attribute without a value; `null`,
/// `undefined` and `false` are left out. Children are nodes or texts.
export function el(name, attributes, ...children) {
    return fill(document.createElement(name), attributes, children);
}

/// The same in SVG.
export function svg(name, attributes, ...children) {
    return fill(document.createElementNS(SVG, name), attributes, children);
}

function fill(node, attributes, children) {
    for (const name in attributes) {
        const value = attributes[name];
        if (value === null || value === undefined || value === false) continue;
        if (typeof value === "function") node.addEventListener(name.slice(2), value);
        else node.setAttribute(name, value === true ? "" : value);
    }
    for (const child of children.flat(Infinity)) {
        if (child !== null && child !== undefined && child !== false) node.append(child);
    }
    return node;
}

/// Takes everything out of an element and puts these in.
export function replace(node, ...children) {
    node.replaceChildren(
        ...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
}

/// A button. `key` is the key that does the same.
export function button(text, key, onclick, attributes) {
    return el(
        "button",
        { type: "button", onclick, "aria-keyshortcuts": key, title: key && `Key: ${key}`, ...attributes },
        text, key && el("kbd", { "aria-hidden": "true" }, key));
}

/// Lets the arrow keys move among the elements of a list of which one can be reached by Tab.
/// `items` gives those that are there now.
export function roving(list, items, onfocus) {
    const move = (to) => {
        const all = items();
        const item = all[Math.min(Math.max(to, 0), all.length - 1)];
        if (!item) return;
        for (const one of all) one.tabIndex = one === item ? 0 : -1;
        item.focus();
    };
    list.addEventListener("keydown", (event) => {
        if (event.ctrlKey || event.metaKey || event.altKey) return;
        const all = items();
        const at = all.findIndex((one) => one.contains(document.activeElement));
        const page = 15;
        const to = {
            ArrowDown: at + 1, j: at + 1, ArrowUp: at - 1, k: at - 1, Home: 0, End: all.length - 1,
            PageDown: at + page, PageUp: at - page,
        }[event.key];
        if (to === undefined || at < 0) return;
        event.preventDefault();
        move(to);
    });
    list.addEventListener("focusin", (event) => {
        const all = items();
        const item = all.find((one) => one.contains(event.target));
        if (!item) return;
        for (const one of all) one.tabIndex = one === item ? 0 : -1;
        onfocus?.(item);
    });
    return move;
}
