import CommandGrammar

/// Transcripts of real commands that tell what happens to a customer, for a manual page.
///
/// The manual quotes them, and the tests run them: each begins on a Wednesday at ten in a store with the group Support,
/// the agent Ana and the feature on, the tasks and the care in the made-up account of `demo`, and each command comes a minute after the one before.
/// `SESSIONCTL_REGENERATE=1 swift test --filter StoryTests` writes what the commands print.
package struct Stories: Sendable {
  /// The name of each story, and its transcript.
  package let all: [(title: String, transcript: String)]

  init(_ all: [(title: String, transcript: String)]) { self.all = all }

  /// For the manual page.
  var section: Toolkit.Section {
    Toolkit.Section(
      "STORIES",
      all.flatMap { story in
        [story.title + ":", " " + story.transcript.split(separator: "\n").joined(separator: "\n ")]
      })
  }

  /// Every story of the manual, by the file that tells it.
  package static let byFile: [(file: String, stories: Stories)] = [
    ("Care/CareStories.swift", Stories(CareStories.all)),
    ("Conversation/ConversationStories.swift", ConversationStories.all),
    ("Recipe/RecipeStories.swift", RecipeStories.all),
    ("Redact/RedactStories.swift", RedactStories.all),
    ("Remote/Pushing/RemoteStories.swift", RemoteStories.all),
    ("Session/SessionStories.swift", SessionStories.all),
    ("Tasks/TaskStories.swift", Stories(TaskStories.all.map { ($0.title, $0.transcript) })),
    ("Trigger/TriggerStories.swift", TriggerStories.all),
  ]
}
