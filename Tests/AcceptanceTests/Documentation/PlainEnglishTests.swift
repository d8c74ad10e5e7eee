import Foundation
import Testing

/// What users read is plain English: short sentences, one verb for each concept.
@Suite struct PlainEnglishTests {
  /// Phrases of a translated English, and what says it plainly.
  private static let phrases: [(avoid: String, write: String)] = [
    ("mend", "fix, repair"), ("anew", "again"), ("begun", "started"), ("likewise", "also"),
    ("what follows from it", "the consequences, the effects"), ("is no time at all", "is zero"),
    ("look whether", "check whether"), ("goes on where", "continues where"), ("took it back", "read it back"),
    ("takes it back", "reads it back"), ("takes back", "reads back"),
    ("the most there can be", "the maximum"),
    ("for so long", "for this long"), ("so many pages", "this many pages"),
    ("what is supposed", "what is assumed"),
    ("is like that already", "already has this value"), ("is not known", "is unknown"),
    ("what it is about", "the subject"), ("the very", "exactly the"), ("whom it is for", "the receiver"),
    ("speaks to", "connects to"), ("without a word", "silently"), ("some of theirs", "some of their own"),
    ("goes on with", "takes over, continues"), ("go on naming", "keep naming"),
    ("is taken back", "is read back"),
    ("was left so", "was not corrected"), ("nothing of what", "nothing that"),
    ("nothing of its", "it was not"),
    ("no more for", "no longer for"), ("it no more", "no longer"), ("in flight", "waiting or running"),
    ("go in circles", "repeat"), ("at that very", "at that"), ("single things", "the results of show"),
    ("and their like", "and similar options"), ("where it never was", "if never"),
    ("of which at least one", "at least one of these"), ("as people say them", "in a form such as 2d 4h"),
    ("a dead feed", "a feed that has stopped"), ("so long before", "that long before"),
    ("came to be", "was created"), ("take the rest", "import the rest"),
  ]

  @Test("Manual and README avoid what sounds translated")
  func pages() throws {
    let folder = "\(Repository.root)/man"
    let pages = try FileManager.default.contentsOfDirectory(atPath: folder).sorted().map { "man/\($0)" }
    #expect(pages.count > 20)
    for path in pages + ["README.md"] {
      let words = try Repository.read(path).lowercased().split(whereSeparator: \.isWhitespace)
      let text = " " + words.joined(separator: " ")
      for (avoid, write) in Self.phrases {
        #expect(!text.contains(" \(avoid) "), "\(path): '\(avoid)'; write \(write)")
      }
    }
  }
}
