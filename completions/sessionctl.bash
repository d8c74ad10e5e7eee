# bash completion for sessionctl; generated from the declarations of the commands

_sessionctl_words() { mapfile -t COMPREPLY < <(compgen -W "$1" -- "$cur"); }
_sessionctl_files() { compopt -o filenames; mapfile -t COMPREPLY < <(compgen -f -- "$cur"); }

_sessionctl() {
  local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} path= word i options=
  COMPREPLY=()
  # Bash splits --option=value at the equals sign.
  if [[ $cur == = ]]; then cur=; elif [[ $prev == = ]]; then prev=${COMP_WORDS[COMP_CWORD-2]}; fi
  for ((i = 1; i < COMP_CWORD; i++)); do
    word=${COMP_WORDS[i]}
    case $word in
      --store|--as|--format|--fields|--color|--now|--timezone|--wait) [[ ${COMP_WORDS[i+1]} == = ]] && ((i++)); ((i++)); continue ;;
      -*|=) continue ;;
    esac
    # A noun waits for its verb; everything after the command is its own affair.
    if [[ -z $path ]]; then
      path=$word
      case $path in feature|settings|session|ticket|conversation|trigger|messaging-trigger|queue|agent|group|schedule|routing|report|rules|log) ;; *) break ;; esac
    else
      path+=" $word"
      break
    fi
  done

  case "$path|$prev" in
    *'|--store') _sessionctl_files; return ;;
    *'|--as')  return ;;
    *'|--format') _sessionctl_words 'table json ndjson csv tsv'; return ;;
    *'|--fields')  return ;;
    *'|--color') _sessionctl_words 'auto always never'; return ;;
    *'|--now')  return ;;
    *'|--timezone')  return ;;
    *'|--wait')  return ;;
    'feature enable|--for') _sessionctl_words 'agents end_users'; return ;;
    'feature disable|--for') _sessionctl_words 'agents end_users'; return ;;
    'settings list|--limit')  return ;;
    'settings list|--sort')  return ;;
    'session list|--state') _sessionctl_words 'active ended any'; return ;;
    'session list|--end-reason') _sessionctl_words 'agent_ended trigger_ended channel_changed inactivity_ended end_user_ended ticket_closed'; return ;;
    'session list|--idle-for')  return ;;
    'session list|--started-before')  return ;;
    'session list|--group')  return ;;
    'session list|--agent')  return ;;
    'session list|--queue')  return ;;
    'session list|--channel') _sessionctl_words 'line wechat whatsapp native_messaging messagebird_sms sunshine_conversations_facebook_messenger telegram twilio_sms viber google_rcs apple_business_chat google_business_messages kakaotalk instagram_dm sunshine_conversations_api sunshine_conversations_twitter_dm business_messaging_slack_connect'; return ;;
    'session list|--status') _sessionctl_words 'new open pending hold solved closed deleted'; return ;;
    'session list|--tag')  return ;;
    'session list|--not-tag')  return ;;
    'session list|--last-sender') _sessionctl_words 'customer agent ai_agent'; return ;;
    'session list|--outside-hours')  return ;;
    'session list|--ticket')  return ;;
    'session list|--ids-from') _sessionctl_files; return ;;
    'session list|--limit')  return ;;
    'session list|--sort')  return ;;
    'session end|--reason') _sessionctl_words 'agent_ended inactivity_ended'; return ;;
    'session end|--routing-channel') _sessionctl_words 'email messaging unchanged'; return ;;
    'session end|--note')  return ;;
    'session end|--limit')  return ;;
    'session end|--max')  return ;;
    'session end|--idle-for')  return ;;
    'session end|--started-before')  return ;;
    'session end|--group')  return ;;
    'session end|--agent')  return ;;
    'session end|--queue')  return ;;
    'session end|--channel') _sessionctl_words 'line wechat whatsapp native_messaging messagebird_sms sunshine_conversations_facebook_messenger telegram twilio_sms viber google_rcs apple_business_chat google_business_messages kakaotalk instagram_dm sunshine_conversations_api sunshine_conversations_twitter_dm business_messaging_slack_connect'; return ;;
    'session end|--status') _sessionctl_words 'new open pending hold solved closed deleted'; return ;;
    'session end|--tag')  return ;;
    'session end|--not-tag')  return ;;
    'session end|--last-sender') _sessionctl_words 'customer agent ai_agent'; return ;;
    'session end|--outside-hours')  return ;;
    'session end|--ticket')  return ;;
    'session end|--ids-from') _sessionctl_files; return ;;
    'ticket list|--subject')  return ;;
    'ticket list|--idle-for')  return ;;
    'ticket list|--started-before')  return ;;
    'ticket list|--group')  return ;;
    'ticket list|--agent')  return ;;
    'ticket list|--queue')  return ;;
    'ticket list|--channel') _sessionctl_words 'line wechat whatsapp native_messaging messagebird_sms sunshine_conversations_facebook_messenger telegram twilio_sms viber google_rcs apple_business_chat google_business_messages kakaotalk instagram_dm sunshine_conversations_api sunshine_conversations_twitter_dm business_messaging_slack_connect'; return ;;
    'ticket list|--status') _sessionctl_words 'new open pending hold solved closed deleted'; return ;;
    'ticket list|--tag')  return ;;
    'ticket list|--not-tag')  return ;;
    'ticket list|--last-sender') _sessionctl_words 'customer agent ai_agent'; return ;;
    'ticket list|--outside-hours')  return ;;
    'ticket list|--ticket')  return ;;
    'ticket list|--limit')  return ;;
    'ticket list|--sort')  return ;;
    'ticket reply|--message')  return ;;
    'ticket note|--message')  return ;;
    'ticket update|--status') _sessionctl_words 'open pending hold solved closed'; return ;;
    'ticket update|--priority') _sessionctl_words 'none low normal high urgent'; return ;;
    'ticket update|--group')  return ;;
    'ticket update|--agent')  return ;;
    'ticket update|--tag')  return ;;
    'ticket update|--remove-tag')  return ;;
    'ticket update|--field')  return ;;
    'ticket update|--routing-channel') _sessionctl_words 'messaging email'; return ;;
    'ticket update|--note')  return ;;
    'ticket close-solved|--after')  return ;;
    'conversation start|--user')  return ;;
    'conversation start|--user-name')  return ;;
    'conversation start|--user-email')  return ;;
    'conversation start|--channel') _sessionctl_words 'line wechat whatsapp native_messaging messagebird_sms sunshine_conversations_facebook_messenger telegram twilio_sms viber google_rcs apple_business_chat google_business_messages kakaotalk instagram_dm sunshine_conversations_api sunshine_conversations_twitter_dm business_messaging_slack_connect'; return ;;
    'conversation start|--message')  return ;;
    'conversation say|--from') _sessionctl_words 'customer ai_agent'; return ;;
    'conversation say|--message')  return ;;
    'conversation handoff|--group')  return ;;
    'conversation handoff|--agent')  return ;;
    'conversation handoff|--queue')  return ;;
    'conversation end|--from') _sessionctl_words 'customer'; return ;;
    'conversation list|--user')  return ;;
    'conversation list|--state') _sessionctl_words 'active ended any'; return ;;
    'conversation list|--limit')  return ;;
    'conversation list|--sort')  return ;;
    'trigger list|--limit')  return ;;
    'trigger list|--sort')  return ;;
    'trigger create|--title')  return ;;
    'trigger create|--description')  return ;;
    'trigger create|--if')  return ;;
    'trigger create|--if-any')  return ;;
    'trigger create|--do')  return ;;
    'trigger edit|--title')  return ;;
    'trigger edit|--description')  return ;;
    'trigger edit|--if')  return ;;
    'trigger edit|--if-any')  return ;;
    'trigger edit|--do')  return ;;
    'trigger fields|--limit')  return ;;
    'trigger fields|--sort')  return ;;
    'trigger lint|--limit')  return ;;
    'trigger lint|--sort')  return ;;
    'trigger test|--ticket')  return ;;
    'trigger test|--event') _sessionctl_words 'created updated session_ended'; return ;;
    'messaging-trigger list|--limit')  return ;;
    'messaging-trigger list|--sort')  return ;;
    'messaging-trigger create|--title')  return ;;
    'messaging-trigger create|--description')  return ;;
    'messaging-trigger create|--if')  return ;;
    'messaging-trigger create|--if-any')  return ;;
    'messaging-trigger create|--do')  return ;;
    'messaging-trigger create|--event') _sessionctl_words 'conversation_requested message_sent conversation_queued conversation_assigned_from_queue'; return ;;
    'messaging-trigger edit|--title')  return ;;
    'messaging-trigger edit|--description')  return ;;
    'messaging-trigger edit|--if')  return ;;
    'messaging-trigger edit|--if-any')  return ;;
    'messaging-trigger edit|--do')  return ;;
    'messaging-trigger edit|--event') _sessionctl_words 'conversation_requested message_sent conversation_queued conversation_assigned_from_queue'; return ;;
    'messaging-trigger fields|--limit')  return ;;
    'messaging-trigger fields|--sort')  return ;;
    'queue list|--limit')  return ;;
    'queue list|--sort')  return ;;
    'queue create|--name')  return ;;
    'queue create|--description')  return ;;
    'queue create|--if')  return ;;
    'queue create|--if-any')  return ;;
    'queue create|--primary')  return ;;
    'queue create|--secondary')  return ;;
    'queue create|--priority')  return ;;
    'queue create|--order')  return ;;
    'queue edit|--name')  return ;;
    'queue edit|--description')  return ;;
    'queue edit|--if')  return ;;
    'queue edit|--if-any')  return ;;
    'queue edit|--primary')  return ;;
    'queue edit|--secondary')  return ;;
    'queue edit|--priority')  return ;;
    'queue edit|--order')  return ;;
    'queue tickets|--limit')  return ;;
    'queue tickets|--sort')  return ;;
    'agent list|--limit')  return ;;
    'agent list|--sort')  return ;;
    'agent create|--name')  return ;;
    'agent create|--email')  return ;;
    'agent create|--role') _sessionctl_words 'agent admin'; return ;;
    'agent create|--status') _sessionctl_words 'online away offline'; return ;;
    'agent create|--messaging-capacity')  return ;;
    'agent create|--email-capacity')  return ;;
    'agent create|--group')  return ;;
    'agent edit|--name')  return ;;
    'agent edit|--email')  return ;;
    'agent edit|--role') _sessionctl_words 'agent admin'; return ;;
    'agent edit|--status') _sessionctl_words 'online away offline'; return ;;
    'agent edit|--messaging-capacity')  return ;;
    'agent edit|--email-capacity')  return ;;
    'agent edit|--suspended') _sessionctl_words 'yes no'; return ;;
    'agent edit|--group')  return ;;
    'agent edit|--remove-group')  return ;;
    'group list|--limit')  return ;;
    'group list|--sort')  return ;;
    'group create|--agent')  return ;;
    'schedule list|--limit')  return ;;
    'schedule list|--sort')  return ;;
    'schedule create|--name')  return ;;
    'schedule create|--zone')  return ;;
    'schedule create|--open')  return ;;
    'schedule create|--holiday')  return ;;
    'report list|--limit')  return ;;
    'report list|--sort')  return ;;
    'report ended|--by') _sessionctl_words 'hour day week month reason agent group channel brand'; return ;;
    'report ended|--from')  return ;;
    'report ended|--to')  return ;;
    'report ended|--last')  return ;;
    'report ended|--end-reason') _sessionctl_words 'agent_ended trigger_ended channel_changed inactivity_ended end_user_ended ticket_closed'; return ;;
    'report ended|--agent')  return ;;
    'report ended|--group')  return ;;
    'report ended|--channel') _sessionctl_words 'line wechat whatsapp native_messaging messagebird_sms sunshine_conversations_facebook_messenger telegram twilio_sms viber google_rcs apple_business_chat google_business_messages kakaotalk instagram_dm sunshine_conversations_api sunshine_conversations_twitter_dm business_messaging_slack_connect'; return ;;
    'report ended|--tag')  return ;;
    'report ended|--limit')  return ;;
    'report ended|--sort')  return ;;
    'log list|--limit')  return ;;
    'log list|--sort')  return ;;
    'init|--plan') _sessionctl_words 'suite_team suite_growth suite_professional suite_enterprise suite_enterprise_plus support_team support_professional support_enterprise'; return ;;
    'init|--admin')  return ;;
    'init|--name')  return ;;
    'demo|--sessions')  return ;;
    'demo|--seed')  return ;;
    'import|--as-type') _sessionctl_words 'user group group_membership schedule trigger messaging_trigger queue ticket audit comment'; return ;;
    'export|--type') _sessionctl_words 'account group user group_membership schedule trigger messaging_trigger ticket session audit'; return ;;
  esac

  case $path in
    '') [[ $cur == -* ]] || { _sessionctl_words 'feature settings session ticket conversation trigger messaging-trigger queue agent group schedule routing report rules log init demo import export doctor backup help version'; return; } ;;
    'feature') [[ $cur == -* ]] || { _sessionctl_words 'status enable disable'; return; } ;;
    'settings') [[ $cur == -* ]] || { _sessionctl_words 'list get set'; return; } ;;
    'session') [[ $cur == -* ]] || { _sessionctl_words 'list show end'; return; } ;;
    'ticket') [[ $cur == -* ]] || { _sessionctl_words 'list show history reply note update close-solved'; return; } ;;
    'conversation') [[ $cur == -* ]] || { _sessionctl_words 'start say handoff end list show ingest'; return; } ;;
    'trigger') [[ $cur == -* ]] || { _sessionctl_words 'list show create edit delete enable disable reorder fields lint test'; return; } ;;
    'messaging-trigger') [[ $cur == -* ]] || { _sessionctl_words 'list show create edit delete enable disable reorder fields'; return; } ;;
    'queue') [[ $cur == -* ]] || { _sessionctl_words 'list show create edit delete reorder tickets'; return; } ;;
    'agent') [[ $cur == -* ]] || { _sessionctl_words 'list show create edit'; return; } ;;
    'group') [[ $cur == -* ]] || { _sessionctl_words 'list show create'; return; } ;;
    'schedule') [[ $cur == -* ]] || { _sessionctl_words 'list show create delete'; return; } ;;
    'routing') [[ $cur == -* ]] || { _sessionctl_words 'explain'; return; } ;;
    'report') [[ $cur == -* ]] || { _sessionctl_words 'list ended'; return; } ;;
    'rules') [[ $cur == -* ]] || { _sessionctl_words 'export diff apply'; return; } ;;
    'log') [[ $cur == -* ]] || { _sessionctl_words 'list show'; return; } ;;
    'feature status') options=''; ;;
    'feature enable') options='--for'; ;;
    'feature disable') options='--for --deactivate-triggers'; ;;
    'settings list') options='--limit --sort'; ;;
    'settings get') options=''; [[ $cur == -* ]] || { _sessionctl_words 'routing.mode routing.ended_sessions_as_email routing.autorouting_tag routing.assignment_method triggers.end_session_sets_email outbox.from outbox.sendmail outbox.webhook_command outbox.message_command csat.link account.name account.timezone account.locale account.default_schedule'; return; } ;;
    'settings set') options=''; [[ $cur == -* ]] || { _sessionctl_words 'routing.mode routing.ended_sessions_as_email routing.autorouting_tag routing.assignment_method triggers.end_session_sets_email outbox.from outbox.sendmail outbox.webhook_command outbox.message_command csat.link account.name account.timezone account.locale account.default_schedule'; return; } ;;
    'session list') options='--state --end-reason --idle-for --started-before --group --agent --queue --channel --status --tag --not-tag --last-sender --outside-hours --ticket --ids-from --without-ticket --all --limit --sort'; ;;
    'session show') options=''; ;;
    'session end') options='--reason --routing-channel --note --limit --max --even-if-stalled --dry-run --yes --idle-for --started-before --group --agent --queue --channel --status --tag --not-tag --last-sender --outside-hours --ticket --ids-from --without-ticket --all'; ;;
    'ticket list') options='--subject --idle-for --started-before --group --agent --queue --channel --status --tag --not-tag --last-sender --outside-hours --ticket --limit --sort'; ;;
    'ticket show') options=''; ;;
    'ticket history') options=''; ;;
    'ticket reply') options='--message'; ;;
    'ticket note') options='--message'; ;;
    'ticket update') options='--status --priority --group --agent --tag --remove-tag --field --routing-channel --note'; ;;
    'ticket close-solved') options='--after'; ;;
    'conversation start') options='--user --user-name --user-email --channel --message'; ;;
    'conversation say') options='--from --message'; ;;
    'conversation handoff') options='--group --agent --queue'; ;;
    'conversation end') options='--from'; ;;
    'conversation list') options='--user --state --limit --sort'; ;;
    'conversation show') options=''; ;;
    'conversation ingest') options='--keep-going'; [[ $cur == -* ]] || { _sessionctl_files; return; } ;;
    'trigger list') options='--limit --sort'; ;;
    'trigger show') options=''; ;;
    'trigger create') options='--title --description --if --if-any --do --inactive'; [[ $cur == -* ]] || { _sessionctl_files; return; } ;;
    'trigger edit') options='--title --description --if --if-any --do'; [[ $cur == -* ]] || { _sessionctl_files; return; } ;;
    'trigger delete') options=''; ;;
    'trigger enable') options=''; ;;
    'trigger disable') options=''; ;;
    'trigger reorder') options=''; ;;
    'trigger fields') options='--limit --sort'; ;;
    'trigger lint') options='--limit --sort'; ;;
    'trigger test') options='--ticket --event'; ;;
    'messaging-trigger list') options='--limit --sort'; ;;
    'messaging-trigger show') options=''; ;;
    'messaging-trigger create') options='--title --description --if --if-any --do --event --inactive'; [[ $cur == -* ]] || { _sessionctl_files; return; } ;;
    'messaging-trigger edit') options='--title --description --if --if-any --do --event'; [[ $cur == -* ]] || { _sessionctl_files; return; } ;;
    'messaging-trigger delete') options=''; ;;
    'messaging-trigger enable') options=''; ;;
    'messaging-trigger disable') options=''; ;;
    'messaging-trigger reorder') options=''; ;;
    'messaging-trigger fields') options='--limit --sort'; ;;
    'queue list') options='--limit --sort'; ;;
    'queue show') options=''; ;;
    'queue create') options='--name --description --if --if-any --primary --secondary --priority --order'; [[ $cur == -* ]] || { _sessionctl_files; return; } ;;
    'queue edit') options='--name --description --if --if-any --primary --secondary --priority --order'; [[ $cur == -* ]] || { _sessionctl_files; return; } ;;
    'queue delete') options=''; ;;
    'queue reorder') options=''; ;;
    'queue tickets') options='--limit --sort'; ;;
    'agent list') options='--limit --sort'; ;;
    'agent show') options=''; ;;
    'agent create') options='--name --email --role --status --messaging-capacity --email-capacity --group'; ;;
    'agent edit') options='--name --email --role --status --messaging-capacity --email-capacity --suspended --group --remove-group'; ;;
    'group list') options='--limit --sort'; ;;
    'group show') options=''; ;;
    'group create') options='--agent'; ;;
    'schedule list') options='--limit --sort'; ;;
    'schedule show') options=''; ;;
    'schedule create') options='--name --zone --open --holiday'; [[ $cur == -* ]] || { _sessionctl_files; return; } ;;
    'schedule delete') options=''; ;;
    'routing explain') options=''; ;;
    'report list') options='--limit --sort'; ;;
    'report ended') options='--by --from --to --last --end-reason --agent --group --channel --tag --limit --sort'; ;;
    'rules export') options=''; ;;
    'rules diff') options=''; [[ $cur == -* ]] || { _sessionctl_files; return; } ;;
    'rules apply') options='--dry-run --prune'; [[ $cur == -* ]] || { _sessionctl_files; return; } ;;
    'log list') options='--limit --sort'; ;;
    'log show') options=''; ;;
    'init') options='--plan --admin --name --messaging-add-on'; ;;
    'demo') options='--sessions --seed --fill-only'; ;;
    'import') options='--as-type --keep-going'; [[ $cur == -* ]] || { _sessionctl_files; return; } ;;
    'export') options='--type'; ;;
    'doctor') options=''; ;;
    'backup') options=''; [[ $cur == -* ]] || { _sessionctl_files; return; } ;;
    'help') options=''; [[ $cur == -* ]] || { _sessionctl_words 'feature settings session ticket conversation trigger messaging-trigger queue agent group schedule routing report rules log init demo import export doctor backup'; return; } ;;
    'version') options=''; ;;
  esac
  [[ $cur == -* ]] && _sessionctl_words "$options --store --as --format --json --fields --no-headers --color -q --quiet --now --timezone --wait -h --help --version"
}
complete -F _sessionctl sessionctl
