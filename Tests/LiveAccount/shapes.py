"""What the service's answers look like, by its documentation and by public code that talks to it.

A shape is a type, a tuple of shapes of which one fits, a list with the one shape of all elements, a dictionary from names
to shapes, all of which must be there, or `anything`. Members beyond those are allowed: the service has many more.
"""

anything = object()
null = type(None)
number = int
text = str


def misfit(value, shape, place="$"):
    """Where a value is not of a shape, in words; None if it fits."""
    if shape is anything:
        return None
    if isinstance(shape, tuple):
        problems = [misfit(value, one, place) for one in shape]
        return None if None in problems else problems[-1]
    if isinstance(shape, list):
        if not isinstance(value, list):
            return f"{place} is no list"
        return next((p for i, each in enumerate(value) if (p := misfit(each, shape[0], f"{place}[{i}]"))), None)
    if isinstance(shape, dict):
        if not isinstance(value, dict):
            return f"{place} is no object"
        for name, of in shape.items():
            if name not in value:
                return f"{place} has no {name}"
            if problem := misfit(value[name], of, f"{place}.{name}"):
                return problem
        return None
    if isinstance(shape, str):
        return None if value == shape else f"{place} is {value!r}, not {shape!r}"
    # A truth value is a number to Python, and not to JSON.
    if not isinstance(value, shape) or (shape is int and isinstance(value, bool)):
        return f"{place} is {value!r}, no {shape.__name__}"
    return None


token = {"access_token": text, "token_type": "bearer", "scope": text, "expires_in": number}
user = {"id": number, "name": text, "email": text, "role": ("end-user", "agent", "admin"), "active": bool}
me = {"user": user}
anonymous = {"user": {"id": null, "role": "end-user"}}

statuses = ("new", "open", "pending", "hold", "solved", "closed", "deleted")
ticket = {
    "id": number, "subject": text, "status": statuses, "requester_id": number, "assignee_id": (number, null), "group_id": (number, null),
    "tags": [text], "via": {"channel": text, "source": anything}, "created_at": text, "updated_at": text, "generated_timestamp": number,
    "from_messaging_channel": bool, "custom_fields": [anything],
}
one_ticket = {"ticket": ticket}
cursor_page = {"after_cursor": text, "after_url": text, "before_cursor": null, "before_url": null, "end_of_stream": bool}
ticket_page = {"tickets": [ticket], **cursor_page}
user_page = {"users": [user], **cursor_page}
event = {
    "id": number, "ticket_id": number, "timestamp": number, "created_at": text, "updater_id": number, "via": text, "system": dict,
    "metadata": dict, "event_type": "Audit", "child_events": [{"id": number, "event_type": text}],
}
memberships = {
    "group_memberships": [{"id": number, "user_id": number, "group_id": number, "created_at": text, "updated_at": text}],
    "count": number, "next_page": (text, null),
}
event_page = {"ticket_events": [event], "end_time": number, "next_page": text, "end_of_stream": bool}
paging = {"meta": {"has_more": bool, "after_cursor": (text, null)}, "links": {"next": (text, null)}}
message = {
    "type": ("Comment", "Messaging::ConversationMessage"), "author": {"type": ("user", "agent", "bot"), "zen:support:user_id": number},
    "created_at": text, "received_at": text, "source": anything, "reference": anything,
}
conversation_log = {"events": [message], **paging}
audit_event = {"id": number, "type": text}
audit = {
    "id": number, "ticket_id": number, "created_at": text, "author_id": number, "events": [audit_event],
    "via": {"channel": text, "source": anything},
}
audits = {"audits": [audit], **paging}
chat_started = {
    "type": "ChatStartedEvent", "value": {"conversation_id": text, "history": [
        {"type": "ChatMessage", "timestamp": number, "actor_type": ("end-user", "agent", "system"), "message": text}]}}

good_row = {"action": "update", "id": number, "status": "Updated", "success": True.__class__}
failed_row = ({"action": "update", "id": number, "success": bool, "error": text, "details": text}, {"index": number, "id": number, "error": text, "details": text})
job = {
    "id": text, "job_type": text, "url": text, "status": ("queued", "working", "failed", "completed", "killed"),
    "total": (number, null), "progress": (number, null), "message": (text, null), "results": ([(good_row, *failed_row)], null),
}
one_job = {"job_status": job}
some_jobs = {"job_statuses": [job]}

definition = {"group": text, "nullable": bool, "repeatable": bool, "subject": text, "title": text, "type": text, "values": [{"enabled": bool, "title": text, "value": text}]}
condition = {**definition, "operators": [{"terminal": bool, "title": text, "value": text}]}
definitions = {"definitions": {"actions": [definition], "conditions_all": [condition], "conditions_any": [condition]}}
rule_part = {"field": text, "operator": text, "value": anything}
trigger = {
    "id": number, "title": text, "active": bool, "position": number, "category_id": text, "conditions": {"all": [rule_part], "any": [rule_part]},
    "actions": [{"field": text, "value": anything}],
}
one_trigger = {"trigger": trigger}
some_triggers = {"triggers": [trigger], "count": number, "next_page": null, "previous_page": null}
settings = {"settings": {
    "messaging_inactivity": {"enabled": bool, "timeout": number, "end_session": bool, "reminders": list},
    "routing": {"autorouting_tag": text, "enabled": bool, "max_email_capacity": number, "max_messaging_capacity": number}}}

too_many_jobs = {"error": "TooManyJobs", "description": text, "current_job_ids": [text]}
too_many_values = {"error": "TooManyValues", "max_count": number}
errors = ({"error": {"title": text, "message": text}}, {"error": text, "description": text}, {"errors": [{"code": text, "title": text, "detail": text}]}, {"error": "Couldn't authenticate you"})
