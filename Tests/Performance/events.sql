-- Prints the events of :n conversations, five each, as they come in: a start, a message, a hand-off, an agent's answer, and
-- an end or the customer's next message.  Needs:  .param set :n 20000
SELECT replace(event, '}', CASE
    WHEN step = 0 THEN ',"user":' || (10001 + conversation) || ',"channel":"whatsapp","message":"Hello, it is about order '
      || conversation || '."}'
    WHEN step = 1 THEN ',"from":"customer","message":"Is anybody there?"}'
    WHEN step = 2 THEN ',"group":"Group ' || (1 + conversation % 20) || '"}'
    WHEN step = 4 AND conversation % 4 THEN ',"from":"customer","message":"Thank you."}'
    ELSE ',"from":"agent","agent":"agent' || (1 + conversation % 500) || '@example.com"'
      || iif(step = 3, ',"message":"Good day, I look it up."}', '}') END)
FROM (
  SELECT c.value AS conversation, step.value AS step, json_object(
    'event_id', c.value || '-' || step.value,
    'at', strftime('%Y-%m-%dT%H:%M:%SZ', 1769904000 + c.value + step.value * 600, 'unixepoch'),
    'conversation', 'c' || c.value,
    'type', CASE step.value WHEN 0 THEN 'start' WHEN 2 THEN 'handoff' WHEN 4 THEN iif(c.value % 4, 'say', 'end') ELSE 'say' END
  ) AS event
  FROM generate_series(1, :n) c, generate_series(0, 4) step)
ORDER BY json_extract(event, '$.at'), conversation, step;
