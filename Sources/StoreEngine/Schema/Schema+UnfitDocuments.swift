extension Schema {
  /// Migration 3 takes numbers out of imported documents, and fails where a document has something else in their place.
  /// Such documents are put aside, lent one that has nothing there, and put back word for word.
  ///
  /// What fits is told as the columns tell it: `"12"` and `12.0` are the number 12.
  static let preparation3: (before: String, after: String) = (
    """
    CREATE TEMP TABLE probe_ticket (ticket_id INTEGER PRIMARY KEY, form INTEGER, status INTEGER, public INTEGER);
    INSERT INTO probe_ticket SELECT ticket_id, body ->> '$.ticket_form_id', body ->> '$.custom_status_id',
      body ->> '$.is_public' FROM ticket_document WHERE json_valid(body);
    CREATE TEMP TABLE unfit_ticket (ticket_id INTEGER PRIMARY KEY, body TEXT, lent TEXT);
    INSERT INTO unfit_ticket SELECT d.ticket_id, d.body, '{}' FROM ticket_document d WHERE NOT json_valid(d.body);
    INSERT INTO unfit_ticket SELECT d.ticket_id, d.body, json_remove(d.body,
        iif(typeof(p.form) IN ('integer', 'null'), '$.""', '$.ticket_form_id'),
        iif(typeof(p.status) IN ('integer', 'null'), '$.""', '$.custom_status_id'),
        iif(typeof(p.public) IN ('integer', 'null'), '$.""', '$.is_public'))
      FROM probe_ticket p JOIN ticket_document d ON d.ticket_id = p.ticket_id
      WHERE typeof(p.form) NOT IN ('integer', 'null') OR typeof(p.status) NOT IN ('integer', 'null')
        OR typeof(p.public) NOT IN ('integer', 'null');
    UPDATE ticket_document SET body = u.lent FROM unfit_ticket u WHERE u.ticket_id = ticket_document.ticket_id;

    CREATE TEMP TABLE probe_user (id INTEGER PRIMARY KEY, locale INTEGER);
    INSERT INTO probe_user SELECT id, document ->> '$.locale_id' FROM user
      WHERE document IS NOT NULL AND json_valid(document);
    CREATE TEMP TABLE unfit_user (id INTEGER PRIMARY KEY, document TEXT);
    INSERT INTO unfit_user SELECT id, document FROM user WHERE document IS NOT NULL AND NOT json_valid(document);
    INSERT INTO unfit_user SELECT u.id, u.document FROM probe_user p JOIN user u ON u.id = p.id
      WHERE typeof(p.locale) NOT IN ('integer', 'null');
    UPDATE user SET document = '{}' WHERE id IN (SELECT id FROM unfit_user);
    """,
    """
    UPDATE ticket_document SET body = u.body FROM unfit_ticket u WHERE u.ticket_id = ticket_document.ticket_id;
    UPDATE user SET document = u.document FROM unfit_user u WHERE u.id = user.id;
    DROP TABLE probe_ticket;
    DROP TABLE unfit_ticket;
    DROP TABLE probe_user;
    DROP TABLE unfit_user;
    """
  )
}
