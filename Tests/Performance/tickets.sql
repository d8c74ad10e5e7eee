-- Prints :n tickets as a feed has them, a line each.  Needs:  .param set :n 100000
SELECT json_object(
  'url', 'https://example.zendesk.com/api/v2/tickets/' || value || '.json', 'id', value, 'external_id', NULL,
  'via', json_object('channel', 'native_messaging', 'source', json_object('from', json('{}'), 'to', json('{}'), 'rel', NULL)),
  'created_at', strftime('%Y-%m-%dT%H:%M:%SZ', 1740000000 + value * 97, 'unixepoch'),
  'updated_at', strftime('%Y-%m-%dT%H:%M:%SZ', 1740003600 + value * 97, 'unixepoch'),
  'type', NULL, 'subject', 'Conversation with customer ' || value, 'raw_subject', 'Conversation with customer ' || value,
  'description', 'Hello, my order ' || value || ' has not arrived yet. Can you tell me where it is?',
  'priority', CASE value % 4 WHEN 0 THEN 'low' WHEN 1 THEN 'normal' WHEN 2 THEN 'high' END,
  'status', CASE value % 3 WHEN 0 THEN 'open' WHEN 1 THEN 'solved' ELSE 'closed' END, 'recipient', NULL,
  'requester_id', 100000 + value % 30000, 'submitter_id', 100000 + value % 30000, 'assignee_id', 100 + value % 200,
  'organization_id', NULL, 'group_id', 1 + value % 10, 'collaborator_ids', json('[]'), 'follower_ids', json('[]'),
  'email_cc_ids', json('[]'), 'forum_topic_id', NULL, 'problem_id', NULL, 'has_incidents', json('false'),
  'is_public', json('true'), 'due_at', NULL,
  'tags', json(CASE value % 3 WHEN 0 THEN '[]' WHEN 1 THEN '["billing"]' ELSE '["shipping","vip"]' END),
  'custom_fields', (SELECT json_group_array(json_object('id', 360000000000 + f.value, 'value', NULL))
    FROM generate_series(0, 9) f),
  'satisfaction_rating', NULL, 'sharing_agreement_ids', json('[]'), 'custom_status_id', 5, 'followup_ids', json('[]'),
  'brand_id', 7, 'allow_channelback', json('false'), 'allow_attachments', json('true'), 'from_messaging_channel', json('true'))
FROM generate_series(1, :n);
