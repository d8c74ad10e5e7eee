import SessionModel
import Testing

@Suite struct ActorTests {
  @Test(
    "§3 an actor is a user, a trigger or the system",
    arguments: [
      Actor.user(id: 7), .trigger(id: 8), .system,
    ])
  func kindAndIDMakeTheActor(actor: Actor) {
    #expect(Actor(kind: actor.kind, id: actor.id) == actor)
  }

  @Test func usersAndTriggersNeedAnID() {
    #expect(Actor(kind: .user, id: nil) == nil)
    #expect(Actor(kind: .trigger, id: nil) == nil)
    #expect(Actor(kind: .system, id: 4) == .system)
  }
}
