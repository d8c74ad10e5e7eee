extension Schema {
  /// What earlier programs did not take out of what they imported, and did not note of the outbox.
  static let version9 = """
    -- Which kind of rule sent an entry: ids are counted for each kind. Of earlier ones nobody knows.
    ALTER TABLE outbox ADD COLUMN rule_kind TEXT;

    -- The columns came with schema 3, the import's reading of them later. What was set here since goes before what
    -- was imported: 256 and 512 are the bits of local_fields for form and custom status.
    UPDATE ticket SET
      ticket_form_id = iif(ticket.local_fields & 256 OR ticket_form_id IS NOT NULL
          OR json_type(d.body, '$.ticket_form_id') IS NOT 'integer',
        ticket_form_id, d.body ->> '$.ticket_form_id'),
      custom_status_id = iif(ticket.local_fields & 512 OR custom_status_id IS NOT NULL
          OR json_type(d.body, '$.custom_status_id') IS NOT 'integer',
        custom_status_id, d.body ->> '$.custom_status_id'),
      is_public = iif(json_type(d.body, '$.is_public') IS 'false', 0, is_public)
    FROM ticket_document d WHERE d.ticket_id = ticket.id AND json_valid(d.body) AND ticket.origin > 0;
    """
}
