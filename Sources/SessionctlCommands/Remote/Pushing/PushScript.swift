import RemotePush
import SessionStore
import StoreEngine
import CommandGrammar

/// A push as a shell script, for a machine that may connect. There is no secret in it.
struct PushScript {
  /// The account's address.
  let account: String
  /// One job after the other: the journal's number, and the tickets in it.
  let jobs: [(id: Int64, tickets: [Int64])]

  /// The script's text.
  var text: String {
    var script = Self.beginning(account, jobs.count, tickets: jobs.reduce(0) { $0 + $1.tickets.count })
    for job in jobs { script += "push \(job.id) \(job.tickets.map(String.init).joined(separator: ","))\n" }
    return script + "echo \"done; read the answers with: sessionctl remote take-answers $answers\" >&2\n"
  }

  private static func beginning(_ account: String, _ jobs: Int, tickets: Int) -> String {
    """
    #!/bin/sh
    # Tags \(tickets) tickets in \(account) with \(EndingTrigger.tag), in \(jobs) jobs, one after the other.
    # Created by 'sessionctl remote push --as-curl'. Run it where ZENDESK_OAUTH_TOKEN contains a token with the scopes
    # "read tickets:write". Then read its file of answers with: sessionctl remote take-answers FILE
    set -eu
    : "${ZENDESK_OAUTH_TOKEN:?contains no token}"
    account=\(quoted(account))
    answers=${1:-answers.ndjson}

    # What a failed attempt says is dropped (--fail), or it would stand before the answer of the next.
    # The token goes to curl on its standard input: everybody on the machine could see it among the arguments.
    ask() {
      printf 'header = "Authorization: Bearer %s"\\n' "$ZENDESK_OAUTH_TOKEN" |
        curl -q --config - --silent --show-error --fail --proto '=https,http' --max-redirs 0 \\
          --retry 8 --retry-connrefused --max-time 120 "$@"
    }

    # push NUMBER IDS: one job and its outcome. A line with the number comes before each answer.
    push() {
      printf '{"sessionctl_job":%s}\\n' "$1" >>"$answers"
      answer=$(ask --request PUT --json '{"ticket":{"additional_tags":["\(EndingTrigger.tag)"]}}' \\
        "$account\(PushRequest.path)?ids=$2")
      job=$(printf '%s' "$answer" | tr -d ' \\n' | sed -n 's/.*"job_status":{[^{}]*"id":"\\([A-Za-z0-9_-]*\\)".*/\\1/p')
      pause=1
      while case $(printf '%s' "$answer" | tr -d ' \\n') in
        *'"status":"queued"'* | *'"status":"working"'*) test -n "$job" ;;
        *) false ;;
      esac; do
        sleep $pause
        test $pause -ge 30 || pause=$((pause * 2))
        answer=$(ask "$account/api/v2/job_statuses/$job.json")
      done
      printf '%s\\n' "$answer" | tr '\\n' ' ' >>"$answers"
      echo >>"$answers"
      echo "job $1: done" >&2
    }


    """
  }

  /// A word for the shell.
  private static func quoted(_ text: String) -> String { "'" + text.replacing("'", with: "'\\''") + "'" }
}

extension RemotePushRun {
  /// Prints what would be sent, and writes down that somebody else sends it.
  func print() throws -> ExitCode {
    let account = try open.store.read { reader in
      _ = try open.admin(reader)
      return try RemoteSettings(reader, context.world.environment).address.text
    }
    let errand = try StoreErrand(open.store.path, "push", "a push")
    defer { withExtendedLifetime(errand) {} }
    if let push = try open.store.read({ try $0.push(ofPlan: plan.word) }) { try require(push, account) }
    let foreseen = try open.store.read { try plan.work($0, retrying: isRetrying) }
    let (push, work, _) = try begin(account, counted: Set(foreseen.waiting), at: context.world.now())
    let jobs = try open.store.write { writer in
      var jobs: [(id: Int64, tickets: [Int64])] = []
      // A script that was printed before and never run is printed again.
      for job in try writer.reader.openJobs(push.id) where job.isPrinted {
        jobs.append((job.id, job.tickets))
      }
      var rest = work.waiting[...]
      while !rest.isEmpty {
        let tickets = Array(rest.prefix(PushRun.mostTickets))
        jobs.append((try writer.putIntoJob(tickets, of: push.id, at: open.now, printed: true), tickets))
        rest = rest.dropFirst(tickets.count)
      }
      return jobs
    }
    try context.output.write(PushScript(account: account, jobs: jobs).text)
    context.tell(work.leftOut.lazy.map { ($0.sessionID, $0.1) })
    return work.leftOut.isEmpty ? .done : .no
  }
}
