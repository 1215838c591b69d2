// The looks of drawings and pages, by light and by dark.

/// Style sheets. They are fixed texts, so that a page can allow them by their digest and nothing else.
enum DrawingStyle {
    /// What a drawing needs, alone or within a page.
    static let drawing = """
        :root{--bg:#fff;--fg:#1a1a1a;--dim:#667;--line:#ccd;--bad:#b3261e;\
        --l0:#8a2be2;--l1:#0b62b8;--l2:#0a7a3d;--l3:#a35200;--l4:#b0125b;--l5:#00707a}\
        @media(prefers-color-scheme:dark){:root{--bg:#14161a;--fg:#e6e6e6;--dim:#9aa3ad;\
        --line:#3a404a;--bad:#ff8a80;--l0:#c9a2ff;--l1:#7ab8ff;--l2:#74d69a;--l3:#ffb36b;\
        --l4:#ff8fbd;--l5:#5fd3de}}\
        .ladder{background:var(--bg);font:12px ui-monospace,Menlo,Consolas,monospace}\
        .ladder text{fill:var(--fg)}.ladder .dim{fill:var(--dim)}.ladder .name{font-weight:bold}\
        .ladder .bad{fill:var(--bad)}.ladder .life{stroke:var(--line)}\
        .ladder .arrow{stroke-width:1.5;fill:none}.ladder .back{fill:var(--bg)}\
        .ladder .g0{stroke:var(--l0)}.ladder .g1{stroke:var(--l1)}.ladder .g2{stroke:var(--l2)}\
        .ladder .g3{stroke:var(--l3)}.ladder .g4{stroke:var(--l4)}.ladder .g5{stroke:var(--l5)}\
        .ladder .again{stroke-dasharray:4 3}.ladder a:hover text{text-decoration:underline}
        """

    /// What a page needs besides.
    private static let page = """
        body{margin:1.5rem auto;max-width:90rem;padding:0 1rem;background:var(--bg);color:var(--fg);\
        font:15px/1.45 system-ui,sans-serif}h1{font-size:1.3rem;margin:.2rem 0}\
        h2{font-size:1.05rem;margin:1.6rem 0 .4rem}.dim{color:var(--dim)}.bad{color:var(--bad)}\
        .wide{overflow-x:auto}pre{margin:.3rem 0 .8rem;padding:.6rem;overflow-x:auto;\
        border:1px solid var(--line);font:12px/1.4 ui-monospace,Menlo,Consolas,monospace}\
        summary{cursor:pointer;font:12px/1.6 ui-monospace,Menlo,Consolas,monospace}\
        details:target>summary{outline:2px solid var(--l1)}table{border-collapse:collapse}\
        td,th{border:1px solid var(--line);padding:.2rem .5rem;text-align:left;\
        vertical-align:top;overflow-wrap:anywhere}
        """

    /// The style sheet of a page with a drawing in it.
    static let whole = drawing + page

    /// The digest of `whole`, as a content security policy names it (CSP 3 §2.3.1).
    static let wholeDigest = "sha256-qXLRaXCHVpuMhItWKeth9hoBNcpZQmXDrfJ9tjVAVAs="
}
