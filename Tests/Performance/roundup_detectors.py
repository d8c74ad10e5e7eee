# Twenty rules for Roundup, of which two act when an issue is resolved: the same as those of `made-up`.
from roundup import roundupdb  # noqa: F401 (makes the mailer's messages known)
from roundup.mailer import Mailer


def is_ended(db, values):
    return "status" in values and values["status"] == db.status.lookup("resolved")


def rule(number):
    """A condition that is asked each time and never met."""

    def asked(db, cl, nodeid, values):
        issue = cl.getnode(nodeid) if nodeid else None
        kind = number % 5
        if kind == 0:
            met = is_ended(db, values) and issue and issue.status == db.status.lookup("testing")
        elif kind == 1:
            met = issue and issue.priority == "9" and len(issue.keyword) > number
        elif kind == 2:
            met = is_ended(db, values) and issue and "nowhere" in issue.title.lower().split()
        elif kind == 3:
            met = nodeid is None and "title" not in values
        else:
            met = issue and (issue.status == db.status.lookup("deferred") or issue.creator == "0")
        if met:
            values["keyword"] = [str(number)]

    return asked


def tag_and_move(db, cl, nodeid, values):
    if is_ended(db, values):
        values["keyword"] = sorted(set(cl.get(nodeid, "keyword")) | {db.keyword.lookup(n) for n in ("session_ended", "swept")})
        values["assignedto"] = db.user.lookup("agent5")


def tell_the_customer(db, cl, nodeid, old):
    issue = cl.getnode(nodeid)
    if old and old.get("status") != issue.status and issue.status == db.status.lookup("resolved"):
        customer = db.user.getnode(issue.nosy[0])
        name = (customer.realname or customer.username).split()[0]
        agent = db.user.getnode(issue.assignedto).username
        Mailer(db.config).standard_message(
            [customer.address], f"[{issue.title}] ended",
            f"Hello {name}, your chat {nodeid} with {agent} has ended.")


def init(db):
    for number in range(1, 19):
        db.issue.audit("set", rule(number))
    db.issue.audit("set", tag_and_move)
    db.issue.react("set", tell_the_customer)
