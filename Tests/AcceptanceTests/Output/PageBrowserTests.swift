import Foundation
import JSONText
import Testing

/// The board in a real browser, as narrow as a telephone.
@Suite struct PageBrowserTests {
  private static let chromium = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"]
    .first {
      FileManager.default.isExecutableFile(atPath: $0)
    }

  @Test(
    "At 360 pixels nothing is cut off, no words overlap, and behind each chart stands its table",
    .enabled(if: chromium != nil, "chromium is not installed; 'apt-get install chromium' does it"))
  func narrow() throws {
    let browser = try #require(Self.chromium)
    let machine = try JSONPageTests.lifelikeMachine()
    try machine.succeed(
      "trigger", "create", "--title", "Tag <ended> & \"quoted\"", "--if",
      "messaging_session_state value ended",
      "--do", "current_tags session_ended", "-q")
    try machine.succeed("session", "end", "--all", "--limit", "1", "--yes", "-q")
    let page = machine.run("report", "board", "--last", "30d", "--format", "html").text
    let quoted = page.replacing("&", with: "&amp;").replacing("\"", with: "&quot;")
    try machine.file(
      "frame.html",
      """
      <!DOCTYPE html><iframe id="f" width="360" height="800" srcdoc="\(quoted)"></iframe><p id="said"></p>
      <script>\(Self.measures)</script>
      """)
    let run = try machine.shell(
      "'\(browser)' --headless --no-sandbox --disable-gpu --disable-dev-shm-usage --virtual-time-budget=3000 --dump-dom \"file://$PWD/frame.html\" 2>/dev/null"
    )
    let said = try #require(run.output.firstMatch(of: /<p id="said">(.*)<\/p>/), "\(run)").output.1
    let found = try JSONValue.parse(String(said))
    #expect(found["wide"] == found["room"])
    #expect(found["overlaps"]?.array == [])
    #expect(found["charts"]?.integer == 6)
    #expect(found["tables"]?.integer == 6)
    #expect(found["silent"]?.integer == 0)
    #expect((found["smallest"]?.integer ?? 0) >= 12)
  }

  private static let measures = """
    onload = () => {
      const d = document.getElementById("f").contentDocument, all = s => [...d.querySelectorAll(s)];
      const overlaps = all("svg").flatMap(s => {
        const words = [...s.querySelectorAll("text")].map(t => [t.getBoundingClientRect(), t.textContent]);
        return words.flatMap(([a, x], i) => words.slice(i + 1).filter(([b]) =>
          a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom).map(([, y]) => [x, y]));
      });
      document.getElementById("said").textContent = JSON.stringify({
        wide: d.documentElement.scrollWidth, room: d.documentElement.clientWidth, overlaps,
        charts: all("section svg[role=img]").length, tables: all("section figure + details table").length,
        silent: all("svg:not([aria-label])").length,
        smallest: Math.floor(Math.min(...all("svg text, td, th, p, dt, dd").map(e => parseFloat(getComputedStyle(e).fontSize))))
      });
    };
    """
}
