// The language rules every target of this package is compiled under, checked once.
// The compiler ignores a misspelt feature name in silence; here that becomes an error.

#if !hasFeature(ExistentialAny)
#error("ExistentialAny is off: look for its name in Package.swift")
#endif

#if !hasFeature(MemberImportVisibility)
#error("MemberImportVisibility is off: look for its name in Package.swift")
#endif

#if !hasFeature(InternalImportsByDefault)
#error("InternalImportsByDefault is off: look for its name in Package.swift")
#endif

#if !hasFeature(NonisolatedNonsendingByDefault)
#error("NonisolatedNonsendingByDefault is off: look for its name in Package.swift")
#endif

#if !hasFeature(StrictMemorySafety)
#error("Strict memory safety is off: .strictMemorySafety() is missing in Package.swift")
#endif
