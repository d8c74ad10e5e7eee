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
      case $path in feature|settings|session|ticket|trigger|agent|group|schedule|report|log) ;; *) break ;; esac
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
    'ticket update|--status') _sessionctl_words 'open pending hold solved closed'; return ;;
    'ticket update|--priority') _sessionctl_words 'none low normal high urgent'; return ;;
    'ticket update|--group')  return ;;
    'ticket update|--agent')  return ;;
    'ticket update|--tag')  return ;;
    'ticket update|--remove-tag')  return ;;
    'ticket update|--routing-channel') _sessionctl_words 'messaging email'; return ;;
    'ticket update|--note')  return ;;
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
    'report ended|--by') _sessionctl_words 'hour day week month reason agent group channel brand tag'; return ;;
    'report ended|--from')  return ;;
    'report ended|--to')  return ;;
    'report ended|--last')  return ;;
    'report ended|--end-reason') _sessionctl_words 'agent_ended trigger_ended channel_changed inactivity_ended end_user_ended ticket_closed'; return ;;
    'report ended|--agent')  return ;;
    'report ended|--group')  return ;;
    'report ended|--channel') _sessionctl_words 'line wechat whatsapp native_messaging messagebird_sms sunshine_conversations_facebook_messenger telegram twilio_sms viber google_rcs apple_business_chat google_business_messages kakaotalk instagram_dm sunshine_conversations_api sunshine_conversations_twitter_dm business_messaging_slack_connect'; return ;;
    'report ended|--status') _sessionctl_words 'new open pending hold solved closed deleted'; return ;;
    'report ended|--tag')  return ;;
    'report ended|--not-tag')  return ;;
    'report ended|--limit')  return ;;
    'report ended|--sort')  return ;;
    'report end-time|--by') _sessionctl_words 'hour day week month reason agent group channel brand tag'; return ;;
    'report end-time|--from')  return ;;
    'report end-time|--to')  return ;;
    'report end-time|--last')  return ;;
    'report end-time|--unit') _sessionctl_words 'seconds minutes hours days'; return ;;
    'report end-time|--business-hours')  return ;;
    'report end-time|--end-reason') _sessionctl_words 'agent_ended trigger_ended channel_changed inactivity_ended end_user_ended ticket_closed'; return ;;
    'report end-time|--agent')  return ;;
    'report end-time|--group')  return ;;
    'report end-time|--channel') _sessionctl_words 'line wechat whatsapp native_messaging messagebird_sms sunshine_conversations_facebook_messenger telegram twilio_sms viber google_rcs apple_business_chat google_business_messages kakaotalk instagram_dm sunshine_conversations_api sunshine_conversations_twitter_dm business_messaging_slack_connect'; return ;;
    'report end-time|--status') _sessionctl_words 'new open pending hold solved closed deleted'; return ;;
    'report end-time|--tag')  return ;;
    'report end-time|--not-tag')  return ;;
    'report end-time|--limit')  return ;;
    'report end-time|--sort')  return ;;
    'report routing-change-time|--by') _sessionctl_words 'hour day week month reason agent group channel brand tag'; return ;;
    'report routing-change-time|--from')  return ;;
    'report routing-change-time|--to')  return ;;
    'report routing-change-time|--last')  return ;;
    'report routing-change-time|--unit') _sessionctl_words 'seconds minutes hours days'; return ;;
    'report routing-change-time|--business-hours')  return ;;
    'report routing-change-time|--end-reason') _sessionctl_words 'agent_ended trigger_ended channel_changed inactivity_ended end_user_ended ticket_closed'; return ;;
    'report routing-change-time|--agent')  return ;;
    'report routing-change-time|--group')  return ;;
    'report routing-change-time|--channel') _sessionctl_words 'line wechat whatsapp native_messaging messagebird_sms sunshine_conversations_facebook_messenger telegram twilio_sms viber google_rcs apple_business_chat google_business_messages kakaotalk instagram_dm sunshine_conversations_api sunshine_conversations_twitter_dm business_messaging_slack_connect'; return ;;
    'report routing-change-time|--status') _sessionctl_words 'new open pending hold solved closed deleted'; return ;;
    'report routing-change-time|--tag')  return ;;
    'report routing-change-time|--not-tag')  return ;;
    'report routing-change-time|--limit')  return ;;
    'report routing-change-time|--sort')  return ;;
    'report open-ended|--by') _sessionctl_words 'age hour day week month reason agent group channel brand tag'; return ;;
    'report open-ended|--from')  return ;;
    'report open-ended|--to')  return ;;
    'report open-ended|--last')  return ;;
    'report open-ended|--end-reason') _sessionctl_words 'agent_ended trigger_ended channel_changed inactivity_ended end_user_ended ticket_closed'; return ;;
    'report open-ended|--agent')  return ;;
    'report open-ended|--group')  return ;;
    'report open-ended|--channel') _sessionctl_words 'line wechat whatsapp native_messaging messagebird_sms sunshine_conversations_facebook_messenger telegram twilio_sms viber google_rcs apple_business_chat google_business_messages kakaotalk instagram_dm sunshine_conversations_api sunshine_conversations_twitter_dm business_messaging_slack_connect'; return ;;
    'report open-ended|--status') _sessionctl_words 'new open pending hold solved closed deleted'; return ;;
    'report open-ended|--tag')  return ;;
    'report open-ended|--not-tag')  return ;;
    'report open-ended|--limit')  return ;;
    'report open-ended|--sort')  return ;;
    'report outside-hours|--by') _sessionctl_words 'hour day week month reason agent group channel brand tag'; return ;;
    'report outside-hours|--from')  return ;;
    'report outside-hours|--to')  return ;;
    'report outside-hours|--last')  return ;;
    'report outside-hours|--business-hours')  return ;;
    'report outside-hours|--end-reason') _sessionctl_words 'agent_ended trigger_ended channel_changed inactivity_ended end_user_ended ticket_closed'; return ;;
    'report outside-hours|--agent')  return ;;
    'report outside-hours|--group')  return ;;
    'report outside-hours|--channel') _sessionctl_words 'line wechat whatsapp native_messaging messagebird_sms sunshine_conversations_facebook_messenger telegram twilio_sms viber google_rcs apple_business_chat google_business_messages kakaotalk instagram_dm sunshine_conversations_api sunshine_conversations_twitter_dm business_messaging_slack_connect'; return ;;
    'report outside-hours|--status') _sessionctl_words 'new open pending hold solved closed deleted'; return ;;
    'report outside-hours|--tag')  return ;;
    'report outside-hours|--not-tag')  return ;;
    'report outside-hours|--limit')  return ;;
    'report outside-hours|--sort')  return ;;
    'report csat|--by') _sessionctl_words 'hour day week month reason agent group channel brand tag'; return ;;
    'report csat|--from')  return ;;
    'report csat|--to')  return ;;
    'report csat|--last')  return ;;
    'report csat|--end-reason') _sessionctl_words 'agent_ended trigger_ended channel_changed inactivity_ended end_user_ended ticket_closed'; return ;;
    'report csat|--agent')  return ;;
    'report csat|--group')  return ;;
    'report csat|--channel') _sessionctl_words 'line wechat whatsapp native_messaging messagebird_sms sunshine_conversations_facebook_messenger telegram twilio_sms viber google_rcs apple_business_chat google_business_messages kakaotalk instagram_dm sunshine_conversations_api sunshine_conversations_twitter_dm business_messaging_slack_connect'; return ;;
    'report csat|--status') _sessionctl_words 'new open pending hold solved closed deleted'; return ;;
    'report csat|--tag')  return ;;
    'report csat|--not-tag')  return ;;
    'report csat|--limit')  return ;;
    'report csat|--sort')  return ;;
    'report active|--by') _sessionctl_words 'idle agent group channel brand tag'; return ;;
    'report active|--agent')  return ;;
    'report active|--group')  return ;;
    'report active|--channel') _sessionctl_words 'line wechat whatsapp native_messaging messagebird_sms sunshine_conversations_facebook_messenger telegram twilio_sms viber google_rcs apple_business_chat google_business_messages kakaotalk instagram_dm sunshine_conversations_api sunshine_conversations_twitter_dm business_messaging_slack_connect'; return ;;
    'report active|--status') _sessionctl_words 'new open pending hold solved closed deleted'; return ;;
    'report active|--tag')  return ;;
    'report active|--not-tag')  return ;;
    'report active|--last-sender') _sessionctl_words 'customer agent ai_agent'; return ;;
    'report active|--limit')  return ;;
    'report active|--sort')  return ;;
    'report capacity|--limit')  return ;;
    'report capacity|--sort')  return ;;
    'report triggers|--limit')  return ;;
    'report triggers|--sort')  return ;;
    'report agents|--from')  return ;;
    'report agents|--to')  return ;;
    'report agents|--last')  return ;;
    'report agents|--limit')  return ;;
    'report agents|--sort')  return ;;
    'log list|--limit')  return ;;
    'log list|--sort')  return ;;
    'init|--plan') _sessionctl_words 'suite_team suite_growth suite_professional suite_enterprise suite_enterprise_plus support_team support_professional support_enterprise'; return ;;
    'init|--admin')  return ;;
    'init|--name')  return ;;
    'demo|--sessions')  return ;;
    'demo|--seed')  return ;;
    'import|--as-type') _sessionctl_words 'user group group_membership schedule trigger queue ticket audit comment'; return ;;
    'export|--type') _sessionctl_words 'account group user group_membership schedule trigger ticket session audit'; return ;;
  esac

  case $path in
    '') [[ $cur == -* ]] || { _sessionctl_words 'feature settings session ticket trigger agent group schedule report log init demo import export doctor backup help version'; return; } ;;
    'feature') [[ $cur == -* ]] || { _sessionctl_words 'status enable disable'; return; } ;;
    'settings') [[ $cur == -* ]] || { _sessionctl_words 'list get set'; return; } ;;
    'session') [[ $cur == -* ]] || { _sessionctl_words 'list show end'; return; } ;;
    'ticket') [[ $cur == -* ]] || { _sessionctl_words 'list show history update'; return; } ;;
    'trigger') [[ $cur == -* ]] || { _sessionctl_words 'list show create edit delete enable disable reorder fields lint test'; return; } ;;
    'agent') [[ $cur == -* ]] || { _sessionctl_words 'list show create edit'; return; } ;;
    'group') [[ $cur == -* ]] || { _sessionctl_words 'list show create'; return; } ;;
    'schedule') [[ $cur == -* ]] || { _sessionctl_words 'list show create delete'; return; } ;;
    'report') [[ $cur == -* ]] || { _sessionctl_words 'list ended end-time routing-change-time open-ended outside-hours csat active capacity triggers agents'; return; } ;;
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
    'ticket update') options='--status --priority --group --agent --tag --remove-tag --routing-channel --note'; ;;
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
    'report list') options='--limit --sort'; ;;
    'report ended') options='--by --from --to --last --chart --end-reason --agent --group --channel --status --tag --not-tag --limit --sort'; ;;
    'report end-time') options='--by --from --to --last --unit --business-hours --chart --end-reason --agent --group --channel --status --tag --not-tag --limit --sort'; ;;
    'report routing-change-time') options='--by --from --to --last --unit --business-hours --chart --end-reason --agent --group --channel --status --tag --not-tag --limit --sort'; ;;
    'report open-ended') options='--by --from --to --last --chart --end-reason --agent --group --channel --status --tag --not-tag --limit --sort'; ;;
    'report outside-hours') options='--by --from --to --last --business-hours --chart --end-reason --agent --group --channel --status --tag --not-tag --limit --sort'; ;;
    'report csat') options='--by --from --to --last --chart --end-reason --agent --group --channel --status --tag --not-tag --limit --sort'; ;;
    'report active') options='--by --chart --agent --group --channel --status --tag --not-tag --last-sender --limit --sort'; ;;
    'report capacity') options='--chart --limit --sort'; ;;
    'report triggers') options='--never-fired --chart --limit --sort'; ;;
    'report agents') options='--from --to --last --chart --limit --sort'; ;;
    'log list') options='--limit --sort'; ;;
    'log show') options=''; ;;
    'init') options='--plan --admin --name --messaging-add-on'; ;;
    'demo') options='--sessions --seed --fill-only'; ;;
    'import') options='--as-type --keep-going'; [[ $cur == -* ]] || { _sessionctl_files; return; } ;;
    'export') options='--type'; ;;
    'doctor') options=''; ;;
    'backup') options=''; [[ $cur == -* ]] || { _sessionctl_files; return; } ;;
    'help') options=''; [[ $cur == -* ]] || { _sessionctl_words 'feature settings session ticket trigger agent group schedule report log init demo import export doctor backup'; return; } ;;
    'version') options=''; ;;
  esac
  [[ $cur == -* ]] && _sessionctl_words "$options --store --as --format --json --fields --no-headers --color -q --quiet --now --timezone --wait -h --help --version"
}
complete -F _sessionctl sessionctl
