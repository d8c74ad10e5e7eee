# Twenty rules for Roundup, of which two act when an issue is resolved, after the like of those in `made-up`.
from roundup.mailer import Mailer

IDS = {}


def known(db, kind, name):
    """Names are looked up once, as sessionctl does."""
    if (kind, name) not in IDS:
        IDS[kind, name] = db.getclass(kind).lookup(name)
    return IDS[kind, name]


def is_ended(db, values):
    return "status" in values and values["status"] == known(db, "status", "resolved")


def rule(number):
    """A condition that is asked each time and never met."""

    def asked(db, cl, nodeid, values):
        issue = cl.getnode(nodeid) if nodeid else None
        kind = number % 5
        if kind == 0:
            met = is_ended(db, values) and issue and issue.status == known(db, "status", "testing")
        elif kind == 1:
            met = issue and issue.priority == known(db, "priority", "critical") and len(issue.keyword) > number
        elif kind == 2:
            met = is_ended(db, values) and issue and "nowhere" in issue.title.lower().split()
        elif kind == 3:
            met = nodeid is None and "title" not in values
        else:
            met = issue and (issue.status == known(db, "status", "deferred") or issue.creator == "0")
        if met:
            values["keyword"] = [str(number)]

    return asked


def tag_and_move(db, cl, nodeid, values):
    if is_ended(db, values):
        values["keyword"] = sorted(set(cl.get(nodeid, "keyword")) | {known(db, "keyword", n) for n in ("session_ended", "swept")})
        values["assignedto"] = known(db, "user", "agent5")


def tell_the_customer(db, cl, nodeid, old):
    issue = cl.getnode(nodeid)
    if old and old.get("status") != issue.status and issue.status == known(db, "status", "resolved"):
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
