// What a tab remembers: forgotten with it. Where storage is switched off, nothing.

/// Keeps a text under a name; an empty one is forgotten.
export function remember(name, text) {
    try {
        if (text) sessionStorage.setItem(`calltrace.${name}`, text);
        else sessionStorage.removeItem(`calltrace.${name}`);
    } catch {
        // Switched off.
    }
}

/// What was kept under a name, "" when nothing was.
export function recall(name) {
    try {
        return sessionStorage.getItem(`calltrace.${name}`) ?? "";
    } catch {
        return "";
    }
}
