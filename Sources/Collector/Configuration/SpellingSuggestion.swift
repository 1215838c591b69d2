// What somebody may have meant to write.

/// Finds the known word nearest to an unknown one.
enum SpellingSuggestion {
    /// The nearest of `words` within two mistakes, fewer than the word has bytes; the first of equals.
    static func nearest(to word: String, among words: [String]) -> String? {
        let typed = Array(word.utf8.prefix(ConfigurationLimits.quotedCharactersMax + 1))
        guard typed.count <= ConfigurationLimits.quotedCharactersMax else { return nil }
        var best: (word: String, mistakes: Int)?
        for candidate in words {
            let mistakes = distance(typed, Array(candidate.utf8))
            guard mistakes <= ConfigurationLimits.typingMistakesMax, mistakes < typed.count else {
                continue
            }
            if mistakes < best?.mistakes ?? .max { best = (candidate, mistakes) }
        }
        return best?.word
    }

    /// Levenshtein's distance: bytes put in, left out or replaced.
    static func distance(_ first: [UInt8], _ second: [UInt8]) -> Int {
        var row = Array(0...second.count)
        for (line, byte) in first.enumerated() {
            var diagonal = row[0]
            row[0] = line + 1
            for column in second.indices {
                let above = row[column + 1]
                let replaced = diagonal + (second[column] == byte ? 0 : 1)
                row[column + 1] = Swift.min(replaced, above + 1, row[column] + 1)
                diagonal = above
            }
        }
        return row[second.count]
    }
}
