// A SIP message as far as it is shown: headers, and what its SDP says in a few words.

const TEXT_MOST = 128 * 1024;
const HEADERS_MOST = 400;
const MEDIA_MOST = 8;

/// Long names of the compact forms (RFC 3261 §7.3.3, RFC 3265, RFC 3515, RFC 3892, RFC 4028).
const COMPACT = new Map(Object.entries({
    a: "Accept-Contact", b: "Referred-By", c: "Content-Type", d: "Request-Disposition",
    e: "Content-Encoding", f: "From", i: "Call-ID", j: "Reject-Contact", k: "Supported",
    l: "Content-Length", m: "Contact", n: "Identity-Info", o: "Event", r: "Refer-To", s: "Subject",
    t: "To", u: "Allow-Events", v: "Via", x: "Session-Expires", y: "Identity",
}));

/// Encodings of static payload types (RFC 3551 §6).
const STATIC = new Map(Object.entries({
    0: "PCMU", 3: "GSM", 4: "G723", 5: "DVI4", 7: "LPC", 8: "PCMA", 9: "G722", 13: "CN", 15: "G728",
    18: "G729", 26: "JPEG", 31: "H261", 34: "H263",
}));

/// Takes a message apart: `{start, headers: [{name, value, text}], body: [line]}`. Any text will do.
export function parse(text) {
    const all = text.slice(0, TEXT_MOST).split(/\r\n|\n/);
    const headers = [];
    let at = 1;
    for (; at < all.length && all[at] !== "" && headers.length < HEADERS_MOST; at += 1) {
        const line = all[at];
        if (/^[ \t]/.test(line) && headers.length > 0) {
            // A folded line goes on with the one before (RFC 3261 §7.3.1).
            const last = headers[headers.length - 1];
            last.text += `\n${line}`;
            last.value += ` ${line.trim()}`;
            continue;
        }
        const colon = line.indexOf(":");
        const raw = colon < 0 ? "" : line.slice(0, colon).trim();
        headers.push({ name: COMPACT.get(raw.toLowerCase()) ?? raw, value: line.slice(colon + 1).trim(), text: line });
    }
    const body = all.slice(all[at] === "" ? at + 1 : at);
    while (body.length > 0 && body[body.length - 1] === "") body.pop();
    return { start: all[0] ?? "", headers, body };
}

/// The value of the first header of a name, "" without one.
export function header(message, name) {
    const wanted = name.toLowerCase();
    return message.headers.find((one) => one.name.toLowerCase() === wanted)?.value ?? "";
}

/// The reason phrase of a response.
export function reason(text) {
    const end = text.search(/[\r\n]/);
    return /^SIP\/\S+ \d+ ?(.*)$/.exec(text.slice(0, end < 0 ? 400 : Math.min(end, 400)))?.[1] ?? "";
}

/// What the SDP of a message offers, as `[{media, codecs, address, direction}]`; null without SDP.
export function media(text) {
    // Nearly all messages have none: they are not taken apart for it.
    const begin = /(?:^|\n)v=0\r?\n/.exec(text.slice(0, TEXT_MOST));
    if (!begin || !/\n(?:content-type|c)[ \t]*:[^\n]*(?:application\/sdp|multipart\/)/i.test(text)) return null;
    const found = [];
    let session = { address: "", direction: "sendrecv" };
    let current = session;
    for (const line of text.slice(begin.index, TEXT_MOST).trimStart().split(/\r\n|\n/, 400)) {
        const value = line.slice(2);
        if (line.startsWith("m=")) {
            if (found.length === MEDIA_MOST) break;
            const [name, port, , ...types] = value.split(" ");
            current = {
                media: name, port: port ?? "", types, maps: new Map(), address: session.address,
                direction: session.direction,
            };
            found.push(current);
        } else if (line.startsWith("c=")) {
            current.address = value.split(" ")[2] ?? "";
        } else if (/^a=(sendrecv|sendonly|recvonly|inactive)$/.test(line)) {
            current.direction = value;
        } else if (current.maps) {
            const map = /^a=rtpmap:(\d+) ([^/ ]+)/.exec(line);
            if (map) current.maps.set(map[1], map[2]);
        } else if (line !== "" && !/^[a-z]=/.test(line)) {
            break;
        }
    }
    return found.map((one) => ({
        media: one.media,
        codecs: one.types.map((type) => one.maps.get(type) ?? STATIC.get(type) ?? type),
        address: one.address, port: one.port, direction: one.direction,
    }));
}

/// The SDP in a line: `on hold: PCMA PCMU 192.0.2.1:4000`. What matters most comes first, since the rest may be
/// cut off. A medium that is not audio has its name before.
export function mediaWords(found) {
    return found.map((one) => {
        const name = one.media === "audio" ? "" : `${one.media} `;
        if (one.port === "0") return `${one.media} off`;
        const codecs = one.codecs.filter((codec) => !/^(telephone-event|CN)$/i.test(codec));
        const some = codecs.slice(0, 4).join(" ") + (codecs.length > 4 ? ` +${codecs.length - 4}` : "");
        const host = one.address.includes(":") ? `[${one.address}]` : one.address;
        return `${directionWords(one)}${name}${some} ${host}:${one.port}`;
    }).join("; ");
}

function directionWords(one) {
    // The old way to hold is an address of zeros (RFC 2543 §B.5).
    if (one.address === "0.0.0.0") return "on hold: ";
    switch (one.direction) {
    case "sendonly": return "on hold: ";
    case "inactive": return "on hold, inactive: ";
    case "recvonly": return "recvonly: ";
    default: return "";
    }
}
