import JSONText

/// Conditions on what a ticket is, with an example of each field and operator (domain §5).
extension ConditionExample {
  /// Status and priority are compared in their order; empty is no priority.
  static let status: [ConditionExample] = [
    ConditionExample("status", "is", "open", yes: "open; solved > open", no: "solved; open > solved"),
    ConditionExample("status", "is_not", "open", yes: "solved; open > solved", no: "open; solved > open"),
    ConditionExample(
      "status", "less_than", "solved", yes: "open; solved > open", no: "solved; open > solved"),
    ConditionExample(
      "status", "greater_than", "open", yes: "solved; open > solved", no: "open; solved > open"),
    ConditionExample("status", "changed", yes: "open > solved", no: "open"),
    ConditionExample("status", "not_changed", yes: "open", no: "open > solved"),
    ConditionExample(
      "status", "value", "solved", yes: "open > solved; hold > solved",
      no: "solved; open > hold; solved > open"),
    ConditionExample(
      "status", "not_value", "solved", yes: "solved; open > hold; solved > open", no: "open > solved"),
    ConditionExample(
      "status", "value_previous", "open", yes: "open > solved; open > hold",
      no: "open; solved > hold; solved > open"),
    ConditionExample(
      "status", "not_value_previous", "open", yes: "open; solved > hold; solved > open", no: "open > solved"),
    ConditionExample("status", "less_than", "new", no: "new; open; closed"),
    ConditionExample("status", "greater_than", "solved", yes: "solved > closed", no: "solved; hold"),
    ConditionExample("status", "value", "closed", yes: "solved > closed; new > closed", no: "solved"),
    ConditionExample("status", "value_previous", "new", yes: "new > open", no: "new; open > pending"),
    ConditionExample("status_category", "is", "new", yes: "new; pending > new", no: "pending; new > pending"),
    ConditionExample(
      "status_category", "is_not", "new", yes: "pending; new > pending", no: "new; pending > new"),
    ConditionExample(
      "status_category", "less_than", "pending", yes: "new; pending > new", no: "pending; new > pending"),
    ConditionExample(
      "status_category", "greater_than", "new", yes: "pending; new > pending", no: "new; pending > new"),
    ConditionExample("status_category", "changed", yes: "new > pending", no: "new"),
    ConditionExample("status_category", "not_changed", yes: "new", no: "new > pending"),
    ConditionExample(
      "status_category", "value", "pending", yes: "new > pending; solved > pending",
      no: "pending; new > solved; pending > new"),
    ConditionExample(
      "status_category", "not_value", "pending", yes: "pending; new > solved; pending > new",
      no: "new > pending"),
    ConditionExample(
      "status_category", "value_previous", "new", yes: "new > pending; new > solved",
      no: "new; pending > solved; pending > new"),
    ConditionExample(
      "status_category", "not_value_previous", "new", yes: "new; pending > solved; pending > new",
      no: "new > pending"),
    ConditionExample("priority", "is", "low", yes: "low; high > low", no: "high; low > high"),
    ConditionExample("priority", "is_not", "low", yes: "high; low > high", no: "low; high > low"),
    ConditionExample("priority", "less_than", "high", yes: "low; high > low", no: "high; low > high"),
    ConditionExample("priority", "greater_than", "low", yes: "high; low > high", no: "low; high > low"),
    ConditionExample("priority", "changed", yes: "low > high", no: "low"),
    ConditionExample("priority", "not_changed", yes: "low", no: "low > high"),
    ConditionExample(
      "priority", "value", "high", yes: "low > high; normal > high", no: "high; low > normal; high > low"),
    ConditionExample(
      "priority", "not_value", "high", yes: "high; low > normal; high > low", no: "low > high"),
    ConditionExample(
      "priority", "value_previous", "low", yes: "low > high; low > normal",
      no: "low; high > normal; high > low"),
    ConditionExample(
      "priority", "not_value_previous", "low", yes: "low; high > normal; high > low", no: "low > high"),
    ConditionExample("priority", "is", "", yes: "-; high > -", no: "low; - > low"),
    ConditionExample("priority", "is_not", "", yes: "urgent", no: "-"),
    ConditionExample("priority", "is", .null, yes: "-", no: "low"),
    ConditionExample("priority", "less_than", "low", yes: "-", no: "low; urgent"),
    ConditionExample("priority", "value", "", yes: "low > -", no: "-; - > low"),
    ConditionExample("priority", "value_previous", "", yes: "- > urgent", no: "-; low > high; low > -"),
  ]

  /// Ids; empty is none, `current_user` whoever makes the update, and the other two the ticket's own.
  static let people: [ConditionExample] = [
    ConditionExample("group_id", "is", "1", yes: "1; 2 > 1", no: "2; 1 > 2"),
    ConditionExample("group_id", "is_not", "1", yes: "2; 1 > 2", no: "1; 2 > 1"),
    ConditionExample("group_id", "changed", yes: "1 > 2", no: "1"),
    ConditionExample("group_id", "not_changed", yes: "1", no: "1 > 2"),
    ConditionExample("group_id", "value", "2", yes: "1 > 2; 3 > 2", no: "2; 1 > 3; 2 > 1"),
    ConditionExample("group_id", "not_value", "2", yes: "2; 1 > 3; 2 > 1", no: "1 > 2"),
    ConditionExample("group_id", "value_previous", "1", yes: "1 > 2; 1 > 3", no: "1; 2 > 3; 2 > 1"),
    ConditionExample("group_id", "not_value_previous", "1", yes: "1; 2 > 3; 2 > 1", no: "1 > 2"),
    ConditionExample("assignee_id", "is", "5", yes: "5; 6 > 5", no: "6; 5 > 6"),
    ConditionExample("assignee_id", "is_not", "5", yes: "6; 5 > 6", no: "5; 6 > 5"),
    ConditionExample("assignee_id", "changed", yes: "5 > 6", no: "5"),
    ConditionExample("assignee_id", "not_changed", yes: "5", no: "5 > 6"),
    ConditionExample("assignee_id", "value", "6", yes: "5 > 6; 7 > 6", no: "6; 5 > 7; 6 > 5"),
    ConditionExample("assignee_id", "not_value", "6", yes: "6; 5 > 7; 6 > 5", no: "5 > 6"),
    ConditionExample("assignee_id", "value_previous", "5", yes: "5 > 6; 5 > 7", no: "5; 6 > 7; 6 > 5"),
    ConditionExample("assignee_id", "not_value_previous", "5", yes: "5; 6 > 7; 6 > 5", no: "5 > 6"),
    ConditionExample("requester_id", "is", "8", yes: "8; 9 > 8", no: "9; 8 > 9"),
    ConditionExample("requester_id", "is_not", "8", yes: "9; 8 > 9", no: "8; 9 > 8"),
    ConditionExample("requester_id", "changed", yes: "8 > 9", no: "8"),
    ConditionExample("requester_id", "not_changed", yes: "8", no: "8 > 9"),
    ConditionExample("requester_id", "value", "9", yes: "8 > 9; 10 > 9", no: "9; 8 > 10; 9 > 8"),
    ConditionExample("requester_id", "not_value", "9", yes: "9; 8 > 10; 9 > 8", no: "8 > 9"),
    ConditionExample("requester_id", "value_previous", "8", yes: "8 > 9; 8 > 10", no: "8; 9 > 10; 9 > 8"),
    ConditionExample("requester_id", "not_value_previous", "8", yes: "8; 9 > 10; 9 > 8", no: "8 > 9"),
    ConditionExample("organization_id", "is", "21", yes: "21; 22 > 21", no: "22; 21 > 22"),
    ConditionExample("organization_id", "is_not", "21", yes: "22; 21 > 22", no: "21; 22 > 21"),
    ConditionExample("organization_id", "changed", yes: "21 > 22", no: "21"),
    ConditionExample("organization_id", "not_changed", yes: "21", no: "21 > 22"),
    ConditionExample("organization_id", "value", "22", yes: "21 > 22; 23 > 22", no: "22; 21 > 23; 22 > 21"),
    ConditionExample("organization_id", "not_value", "22", yes: "22; 21 > 23; 22 > 21", no: "21 > 22"),
    ConditionExample(
      "organization_id", "value_previous", "21", yes: "21 > 22; 21 > 23", no: "21; 22 > 23; 22 > 21"),
    ConditionExample(
      "organization_id", "not_value_previous", "21", yes: "21; 22 > 23; 22 > 21", no: "21 > 22"),
    ConditionExample("group_id", "is", "", yes: "-; 2 > -", no: "2; - > 2"),
    ConditionExample("group_id", "is_not", "", yes: "2", no: "-"),
    ConditionExample("group_id", "is", .null, yes: "-", no: "2"),
    ConditionExample("group_id", "is", 2, yes: "2", no: "-"),
    ConditionExample("group_id", "value", "", yes: "2 > -", no: "-; - > 2"),
    ConditionExample("group_id", "value_previous", "", yes: "- > 2", no: "-; 2 > -; 2"),
    ConditionExample("group_id", "changed", "", yes: "- > 2; 2 > -", no: "-; 2"),
    ConditionExample("assignee_id", "is", "", yes: "-; 6 > -", no: "6; - > 6"),
    ConditionExample("assignee_id", "is_not", "", yes: "6", no: "-"),
    ConditionExample("assignee_id", "is", .null, yes: "-", no: "6"),
    ConditionExample("assignee_id", "is", 6, yes: "6", no: "-"),
    ConditionExample("assignee_id", "value", "", yes: "6 > -", no: "-; - > 6"),
    ConditionExample("assignee_id", "value_previous", "", yes: "- > 6", no: "-; 6 > -; 6"),
    ConditionExample("assignee_id", "changed", "", yes: "- > 6; 6 > -", no: "-; 6"),
    ConditionExample("requester_id", "is", "", yes: "-; 9 > -", no: "9; - > 9"),
    ConditionExample("requester_id", "is_not", "", yes: "9", no: "-"),
    ConditionExample("requester_id", "is", .null, yes: "-", no: "9"),
    ConditionExample("requester_id", "is", 9, yes: "9", no: "-"),
    ConditionExample("requester_id", "value", "", yes: "9 > -", no: "-; - > 9"),
    ConditionExample("requester_id", "value_previous", "", yes: "- > 9", no: "-; 9 > -; 9"),
    ConditionExample("requester_id", "changed", "", yes: "- > 9; 9 > -", no: "-; 9"),
    ConditionExample("organization_id", "is", "", yes: "-; 22 > -", no: "22; - > 22"),
    ConditionExample("organization_id", "is_not", "", yes: "22", no: "-"),
    ConditionExample("organization_id", "is", .null, yes: "-", no: "22"),
    ConditionExample("organization_id", "is", 22, yes: "22", no: "-"),
    ConditionExample("organization_id", "value", "", yes: "22 > -", no: "-; - > 22"),
    ConditionExample("organization_id", "value_previous", "", yes: "- > 22", no: "-; 22 > -; 22"),
    ConditionExample("organization_id", "changed", "", yes: "- > 22; 22 > -", no: "-; 22"),
    ConditionExample(
      "assignee_id", "is", "current_user", yes: "6 & by=6", no: "6 & by=5; - & by=6; 6 & by=-; - & by=-"),
    ConditionExample(
      "assignee_id", "is_not", "current_user", yes: "6 & by=5; - & by=-", no: "6 & by=6; 5 > 6 & by=6"),
    ConditionExample(
      "assignee_id", "value", "current_user", yes: "5 > 6 & by=6", no: "6 & by=6; 6 > 5 & by=6"),
    ConditionExample(
      "assignee_id", "not_value", "current_user", yes: "6 & by=6; 5 > 6 & by=7", no: "5 > 6 & by=6"),
    ConditionExample(
      "assignee_id", "value_previous", "current_user", yes: "6 > 5 & by=6", no: "5 > 6 & by=6; 6 & by=6"),
    ConditionExample(
      "assignee_id", "not_value_previous", "current_user", yes: "5 > 6 & by=6; 6 & by=6", no: "6 > - & by=6"),
    ConditionExample(
      "requester_id", "is", "current_user", yes: "6 & by=6", no: "6 & by=5; - & by=6; 6 & by=-; - & by=-"),
    ConditionExample(
      "requester_id", "is_not", "current_user", yes: "6 & by=5; - & by=-", no: "6 & by=6; 5 > 6 & by=6"),
    ConditionExample(
      "requester_id", "value", "current_user", yes: "5 > 6 & by=6", no: "6 & by=6; 6 > 5 & by=6"),
    ConditionExample(
      "requester_id", "not_value", "current_user", yes: "6 & by=6; 5 > 6 & by=7", no: "5 > 6 & by=6"),
    ConditionExample(
      "requester_id", "value_previous", "current_user", yes: "6 > 5 & by=6", no: "5 > 6 & by=6; 6 & by=6"),
    ConditionExample(
      "requester_id", "not_value_previous", "current_user", yes: "5 > 6 & by=6; 6 & by=6", no: "6 > - & by=6"),
    ConditionExample(
      "assignee_id", "is", "requester_id", yes: "6 & requester_id=6",
      no: "6 & requester_id=5; - & requester_id=6"),
    ConditionExample(
      "assignee_id", "is_not", "requester_id", yes: "- & requester_id=6; 6", no: "6 & requester_id=6"),
    ConditionExample(
      "assignee_id", "value", "requester_id", yes: "5 > 6 & requester_id=6",
      no: "6 & requester_id=6; 6 > 5 & requester_id=6"),
    ConditionExample(
      "assignee_id", "not_value", "requester_id", yes: "6 & requester_id=6; 6 > 5 & requester_id=6",
      no: "5 > 6 & requester_id=6"),
    ConditionExample(
      "assignee_id", "value_previous", "requester_id", yes: "6 > 5 & requester_id=6",
      no: "5 > 6 & requester_id=6; 6 & requester_id=6"),
    ConditionExample(
      "assignee_id", "not_value_previous", "requester_id", yes: "6 & requester_id=6",
      no: "6 > - & requester_id=6"),
    ConditionExample(
      "requester_id", "is", "assignee_id", yes: "6 & assignee_id=6", no: "6 & assignee_id=5; 6"),
    ConditionExample(
      "requester_id", "is_not", "assignee_id", yes: "6; 6 & assignee_id=6 > 5", no: "6 & assignee_id=5 > 6"),
  ]

  /// What kind of ticket it is, and whose.
  static let kinds: [ConditionExample] = [
    ConditionExample("type", "is", "problem", yes: "problem; task > problem", no: "task; problem > task"),
    ConditionExample("type", "is_not", "problem", yes: "task; problem > task", no: "problem; task > problem"),
    ConditionExample("type", "is", "", yes: "-; task > -", no: "task"),
    ConditionExample("type", "is_not", "", yes: "task", no: "-"),
    ConditionExample("brand_id", "is", "41", yes: "41; 42 > 41", no: "42; 41 > 42"),
    ConditionExample("brand_id", "is_not", "41", yes: "42; 41 > 42", no: "41; 42 > 41"),
    ConditionExample("ticket_form_id", "is", "43", yes: "43; 44 > 43", no: "44; 43 > 44"),
    ConditionExample("ticket_form_id", "is_not", "43", yes: "44; 43 > 44", no: "43; 44 > 43"),
    ConditionExample("ticket_form_id", "is", "", yes: "-", no: "43"),
    ConditionExample("locale_id", "is", "1", yes: "1; 8 > 1", no: "8; 1 > 8"),
    ConditionExample("locale_id", "is_not", "1", yes: "8; 1 > 8", no: "1; 8 > 1"),
    ConditionExample(
      "requester_role", "is", "agent", yes: "agent; end_user > agent", no: "end_user; agent > end_user"),
    ConditionExample(
      "requester_role", "is_not", "agent", yes: "end_user; agent > end_user", no: "agent; end_user > agent"),
    ConditionExample("requester_email", "present", yes: "yes", no: "-"),
    ConditionExample("requester_email", "not_present", yes: "-", no: "yes"),
    ConditionExample("requester_role", "is", "0", yes: "end_user", no: "agent; admin"),
    ConditionExample("requester_role", "is", "4", yes: "agent", no: "end_user; admin"),
    ConditionExample("requester_role", "is_not", 2, yes: "agent; end_user", no: "admin"),
    ConditionExample(
      "ticket_is_public", "is", "public", yes: "public; private > public", no: "private; public > private"),
    ConditionExample(
      "ticket_is_public", "is_not", "public", yes: "private; public > private", no: "public; private > public"
    ),
    ConditionExample("ticket_is_public", "is", "private", yes: "private", no: "public"),
    ConditionExample("schedule_id", "is", "1", yes: "1; 2 > 1", no: "2; 1 > 2"),
    ConditionExample("schedule_id", "is_not", "1", yes: "2; 1 > 2", no: "1; 2 > 1"),
    ConditionExample("schedule_id", "is", "", yes: "-", no: "1"),
    ConditionExample("custom_status_id", "is", "31", yes: "31; 32 > 31", no: "32; 31 > 32"),
    ConditionExample("custom_status_id", "is_not", "31", yes: "32; 31 > 32", no: "31; 32 > 31"),
    ConditionExample("custom_status_id", "present", yes: "31; - > 31", no: "-; 31 > -"),
    ConditionExample("custom_status_id", "not_present", yes: "-; 31 > -", no: "31; - > 31"),
    ConditionExample("custom_status_id", "changed", yes: "31 > 32", no: "31"),
    ConditionExample("custom_status_id", "not_changed", yes: "31", no: "31 > 32"),
    ConditionExample("custom_status_id", "value", "32", yes: "31 > 32; 33 > 32", no: "32; 31 > 33; 32 > 31"),
    ConditionExample("custom_status_id", "not_value", "32", yes: "32; 31 > 33; 32 > 31", no: "31 > 32"),
    ConditionExample(
      "custom_status_id", "value_previous", "31", yes: "31 > 32; 31 > 33", no: "31; 32 > 33; 32 > 31"),
    ConditionExample(
      "custom_status_id", "not_value_previous", "31", yes: "31; 32 > 33; 32 > 31", no: "31 > 32"),
    ConditionExample(
      "custom_status_id", "includes", ["31", "32"], yes: "31; 32; 33 > 32", no: "33; -; 31 > 33"),
    ConditionExample("custom_status_id", "includes", "31 32", yes: "31; 32", no: "33; -"),
    ConditionExample("custom_status_id", "not_includes", ["31", 32], yes: "33; -; 31 > 33", no: "31; 32"),
    ConditionExample("custom_status_id", "is", "", yes: "-", no: "31"),
  ]

  /// `includes` is met by any one of the tags, whole and as they are written.
  static let tags: [ConditionExample] = [
    ConditionExample(
      "current_tags", "includes", "vip", yes: "vip; a vip b; - > vip", no: "-; vips; v; vip > -; VIP"),
    ConditionExample("current_tags", "not_includes", "vip", yes: "-; vips; vip > a", no: "vip; a vip"),
    ConditionExample(
      "current_tags", "includes", "vip gold", yes: "vip; gold; x gold vip", no: "-; silver; vip_gold"),
    ConditionExample(
      "current_tags", "not_includes", "vip gold", yes: "-; silver", no: "vip; a gold; vip gold"),
    ConditionExample("current_tags", "includes", "  vip   gold ", yes: "gold", no: "silver"),
  ]

  /// By id or by name; `messaging` is every messaging channel.
  static let channel: [ConditionExample] = [
    ConditionExample(
      "via_id", "is", "messaging", yes: "native_messaging; whatsapp; line; instagram_dm",
      no: "web; email; chat; voice"),
    ConditionExample(
      "via_id", "is_not", "messaging", yes: "web; email; rule", no: "native_messaging; telegram"),
    ConditionExample("via_id", "is", "75", yes: "native_messaging", no: "whatsapp; web"),
    ConditionExample("via_id", "is", 74, yes: "whatsapp", no: "native_messaging"),
    ConditionExample("via_id", "is_not", "0", yes: "email", no: "web"),
    ConditionExample("via_id", "is", "whatsapp", yes: "whatsapp", no: "viber"),
    ConditionExample("via_id", "is", "91", yes: "business_messaging_slack_connect", no: "api"),
    ConditionExample(
      "current_via_id", "is", "messaging", yes: "native_messaging; via_id=web & current_via_id=line",
      no: "via_id=line & current_via_id=api; rule"),
    ConditionExample(
      "current_via_id", "is_not", "messaging", yes: "via_id=line & current_via_id=email",
      no: "native_messaging"),
    ConditionExample("current_via_id", "is", "4", yes: "email", no: "web; native_messaging"),
    ConditionExample("current_via_id", "is_not", "api", yes: "email", no: "api"),
  ]

  /// Where the survey stands.
  static let survey: [ConditionExample] = [
    ConditionExample(
      "satisfaction_score", "is", "unoffered", yes: "unoffered; offered > unoffered",
      no: "offered; unoffered > offered"),
    ConditionExample(
      "satisfaction_score", "is_not", "unoffered", yes: "offered; unoffered > offered",
      no: "unoffered; offered > unoffered"),
    ConditionExample("satisfaction_score", "changed", yes: "unoffered > offered", no: "unoffered"),
    ConditionExample("satisfaction_score", "not_changed", yes: "unoffered", no: "unoffered > offered"),
    ConditionExample(
      "satisfaction_score", "value", "offered", yes: "unoffered > offered; good_with_comment > offered",
      no: "offered; unoffered > good_with_comment; offered > unoffered"),
    ConditionExample(
      "satisfaction_score", "not_value", "offered",
      yes: "offered; unoffered > good_with_comment; offered > unoffered", no: "unoffered > offered"),
    ConditionExample(
      "satisfaction_score", "value_previous", "unoffered",
      yes: "unoffered > offered; unoffered > good_with_comment",
      no: "unoffered; offered > good_with_comment; offered > unoffered"),
    ConditionExample(
      "satisfaction_score", "not_value_previous", "unoffered",
      yes: "unoffered; offered > good_with_comment; offered > unoffered", no: "unoffered > offered"),
    ConditionExample("satisfaction_score", "is", "good", yes: "good", no: "good_with_comment; bad; offered"),
    ConditionExample("satisfaction_score", "is", "bad_with_comment", yes: "bad_with_comment", no: "bad"),
  ]

  /// Whole numbers.
  static let counters: [ConditionExample] = [
    ConditionExample("reopens", "is", "2", yes: "2; 1 > 2", no: "1; 3; 2 > 3"),
    ConditionExample("reopens", "less_than", "2", yes: "0; 1", no: "2; 1 > 2"),
    ConditionExample("reopens", "greater_than", "2", yes: "3; 2 > 3", no: "2; 0"),
    ConditionExample("replies", "is", "2", yes: "2; 1 > 2", no: "1; 3; 2 > 3"),
    ConditionExample("replies", "less_than", "2", yes: "0; 1", no: "2; 1 > 2"),
    ConditionExample("replies", "greater_than", "2", yes: "3; 2 > 3", no: "2; 0"),
    ConditionExample("agent_stations", "is", "2", yes: "2; 1 > 2", no: "1; 3; 2 > 3"),
    ConditionExample("agent_stations", "less_than", "2", yes: "0; 1", no: "2; 1 > 2"),
    ConditionExample("agent_stations", "greater_than", "2", yes: "3; 2 > 3", no: "2; 0"),
    ConditionExample("group_stations", "is", "2", yes: "2; 1 > 2", no: "1; 3; 2 > 3"),
    ConditionExample("group_stations", "less_than", "2", yes: "0; 1", no: "2; 1 > 2"),
    ConditionExample("group_stations", "greater_than", "2", yes: "3; 2 > 3", no: "2; 0"),
    ConditionExample("replies", "greater_than", 0, yes: "1", no: "0"),
  ]

  /// Texts, compared as they are; a field that was never set is empty.
  static let customFields: [ConditionExample] = [
    ConditionExample(
      "custom_fields_4", "is", "gold", yes: "gold; silver > gold", no: "silver; gold > silver"),
    ConditionExample(
      "custom_fields_4", "is_not", "gold", yes: "silver; gold > silver", no: "gold; silver > gold"),
    ConditionExample("custom_fields_4", "present", yes: "gold; - > gold", no: "-; gold > -"),
    ConditionExample("custom_fields_4", "not_present", yes: "-; gold > -", no: "gold; - > gold"),
    ConditionExample("custom_fields_4", "changed", yes: "gold > silver", no: "gold"),
    ConditionExample("custom_fields_4", "not_changed", yes: "gold", no: "gold > silver"),
    ConditionExample(
      "custom_fields_4", "value", "silver", yes: "gold > silver; tin > silver",
      no: "silver; gold > tin; silver > gold"),
    ConditionExample(
      "custom_fields_4", "not_value", "silver", yes: "silver; gold > tin; silver > gold", no: "gold > silver"),
    ConditionExample(
      "custom_fields_4", "value_previous", "gold", yes: "gold > silver; gold > tin",
      no: "gold; silver > tin; silver > gold"),
    ConditionExample(
      "custom_fields_4", "not_value_previous", "gold", yes: "gold; silver > tin; silver > gold",
      no: "gold > silver"),
    ConditionExample("custom_fields_4", "is", "gold", no: "-; Gold; gold bar; custom_fields_5=gold"),
    ConditionExample("custom_fields_4", "is", "", yes: "-; gold > -", no: "gold"),
    ConditionExample("custom_fields_4", "is_not", "", yes: "gold", no: "-"),
    ConditionExample("custom_fields_4", "is", 17, yes: "17", no: "18"),
    ConditionExample("custom_fields_4", "is", true, yes: "true", no: "false; -"),
    ConditionExample("custom_fields_4", "value", "", yes: "gold > -", no: "-; - > gold"),
    ConditionExample("custom_fields_4", "value_previous", "", yes: "- > gold", no: "-; gold > tin"),
    ConditionExample("custom_fields_4", "changed", yes: "- > gold; gold > -", no: "-"),
  ]

  /// The messaging session: why it ended, whether it is live, and how routing treats the ticket.
  static let sessions: [ConditionExample] = [
    ConditionExample(
      "messaging_session_ended_reason", "is", "agent_ended", yes: "agent_ended; trigger_ended > agent_ended",
      no: "trigger_ended; agent_ended > trigger_ended"),
    ConditionExample(
      "messaging_session_ended_reason", "is_not", "agent_ended",
      yes: "trigger_ended; agent_ended > trigger_ended", no: "agent_ended; trigger_ended > agent_ended"),
    ConditionExample(
      "messaging_session_ended_reason", "present", yes: "agent_ended; - > agent_ended", no: "-"),
    ConditionExample(
      "messaging_session_ended_reason", "not_present", yes: "-", no: "agent_ended; - > agent_ended"),
    ConditionExample(
      "messaging_session_ended_reason", "changed", yes: "- > agent_ended", no: "-; agent_ended"),
    ConditionExample(
      "messaging_session_ended_reason", "not_changed", yes: "-; agent_ended", no: "- > agent_ended"),
    ConditionExample(
      "messaging_session_ended_reason", "value", "agent_ended", yes: "- > agent_ended",
      no: "agent_ended; - > trigger_ended; -"),
    ConditionExample(
      "messaging_session_ended_reason", "not_value", "agent_ended", yes: "agent_ended; - > trigger_ended; -",
      no: "- > agent_ended"),
    ConditionExample(
      "messaging_session_ended_reason", "value_previous", "agent_ended", yes: "agent_ended > trigger_ended",
      no: "- > agent_ended; agent_ended"),
    ConditionExample(
      "messaging_session_ended_reason", "not_value_previous", "agent_ended",
      yes: "- > agent_ended; agent_ended", no: "agent_ended > trigger_ended"),
    ConditionExample(
      "messaging_session_ended_reason", "is", "inactivity_ended",
      yes: "inactivity_ended; - > inactivity_ended",
      no: "-; agent_ended"),
    ConditionExample(
      "messaging_session_ended_reason", "is", "end_user_ended", yes: "end_user_ended; - > end_user_ended",
      no: "-; agent_ended"),
    ConditionExample(
      "messaging_session_ended_reason", "is", "ticket_closed", yes: "ticket_closed; - > ticket_closed",
      no: "-; agent_ended"),
    ConditionExample(
      "messaging_session_ended_reason", "is", "channel_changed", yes: "channel_changed; - > channel_changed",
      no: "-; agent_ended"),
    ConditionExample(
      "messaging_session_state", "is", "active", yes: "active; ended > active", no: "ended; active > ended"),
    ConditionExample(
      "messaging_session_state", "is_not", "active", yes: "ended; active > ended",
      no: "active; ended > active"),
    ConditionExample("messaging_session_state", "changed", yes: "active > ended", no: "active; ended"),
    ConditionExample("messaging_session_state", "not_changed", yes: "active; ended", no: "active > ended"),
    ConditionExample("messaging_session_state", "value", "ended", yes: "active > ended", no: "active; ended"),
    ConditionExample(
      "messaging_session_state", "not_value", "ended", yes: "active; ended", no: "active > ended"),
    ConditionExample(
      "messaging_session_state", "value_previous", "active", yes: "active > ended", no: "active; ended"),
    ConditionExample(
      "messaging_session_state", "not_value_previous", "active", yes: "active; ended", no: "active > ended"),
    ConditionExample("messaging_session_state", "is", "active", no: "-"),
    ConditionExample("messaging_session_state", "is_not", "ended", yes: "-; active", no: "ended"),
    ConditionExample(
      "routing_channel", "is", "messaging", yes: "messaging; email > messaging",
      no: "email; messaging > email"),
    ConditionExample(
      "routing_channel", "is_not", "messaging", yes: "email; messaging > email",
      no: "messaging; email > messaging"),
    ConditionExample("routing_channel", "changed", yes: "messaging > email", no: "messaging; email"),
    ConditionExample("routing_channel", "not_changed", yes: "messaging; email", no: "messaging > email"),
    ConditionExample("routing_channel", "value", "email", yes: "messaging > email", no: "messaging; email"),
    ConditionExample(
      "routing_channel", "not_value", "email", yes: "messaging; email", no: "messaging > email"),
    ConditionExample(
      "routing_channel", "value_previous", "messaging", yes: "messaging > email", no: "messaging; email"),
    ConditionExample(
      "routing_channel", "not_value_previous", "messaging", yes: "messaging; email", no: "messaging > email"),
  ]

  /// What the update is, and who makes it.
  static let updates: [ConditionExample] = [
    ConditionExample("update_type", "is", "Create", yes: "Create", no: "Change"),
    ConditionExample("update_type", "is", "Change", yes: "Change", no: "Create"),
    ConditionExample("update_type", nil, "Create", yes: "Create", no: "Change"),
    ConditionExample("update_type", "", "Change", yes: "Change", no: "Create"),
    ConditionExample("role", "is", "agent", yes: "agent", no: "end_user; admin"),
    ConditionExample("role", "is_not", "end_user", yes: "agent; admin", no: "end_user"),
    ConditionExample("role", "is", "0", yes: "end_user", no: "agent; requester_role=end_user & role=agent"),
  ]

  /// Of a text: one of the whole words (`includes`), or the very text (`is`); case does not matter.
  static let words: [ConditionExample] = [
    ConditionExample(
      "subject_includes_word", "includes", "refund", yes: "a Refund, please; refund",
      no: "refunds; prefund; -; re fund"),
    ConditionExample("subject_includes_word", "not_includes", "refund", yes: "refunds; -", no: "REFUND!"),
    ConditionExample(
      "subject_includes_word", "includes", "refund money", yes: "my money; refund", no: "moneybag; -"),
    ConditionExample(
      "subject_includes_word", "not_includes", "refund money", yes: "hello", no: "money; the refund"),
    ConditionExample(
      "subject_includes_word", "includes", "e-mail", yes: "An E-Mail to you", no: "mail; e mail; e-mails"),
    ConditionExample("subject_includes_word", "includes", "#4711", yes: "order #4711.", no: "4711; #47112"),
    ConditionExample(
      "subject_includes_word", "includes", "caf\u{E9}", yes: "Cafe\u{301} au lait; CAF\u{C9}", no: "cafe"),
    ConditionExample(
      "subject_includes_word", "is", "is late", yes: "it is Late; this later", no: "late is; is  late"),
    ConditionExample("subject_includes_word", "is_not", "is late", yes: "late; -", no: "IS LATE"),
    ConditionExample("subject_includes_word", "is", "caf\u{E9}", yes: "Cafe\u{301} au lait", no: "cafe"),
    ConditionExample(
      "comment_includes_word", "includes", "help", yes: "public=Help me; note=help",
      no: "public=helper; subject=help"),
    ConditionExample(
      "comment_includes_word", "not_includes", "help", yes: "public=hello; subject=help",
      no: "public=please help"),
    ConditionExample("comment_includes_word", "includes", "help sos", yes: "public=SOS", no: "public=so"),
    ConditionExample(
      "comment_includes_word", "is", "me out", yes: "note=Help me out", no: "note=out me; subject=me out"),
    ConditionExample(
      "comment_includes_word", "is_not", "me out", yes: "note=out; subject=me out", no: "public=help Me Out"),
  ]

  /// `not_relevant` is a comment of any kind; without a comment none of them is met.
  static let visibility: [ConditionExample] = [
    ConditionExample("comment_is_public", "is", "true", yes: "public=x", no: "note=x; subject=x"),
    ConditionExample("comment_is_public", "is_not", "true", yes: "note=x; subject=x", no: "public=x"),
    ConditionExample("comment_is_public", "is", "false", yes: "note=x", no: "public=x; subject=x"),
    ConditionExample("comment_is_public", "is", "not_relevant", yes: "note=x; public=x", no: "subject=x"),
    ConditionExample("comment_is_public", "is_not", "not_relevant", yes: "subject=x", no: "note=x; public=x"),
    ConditionExample(
      "comment_is_public", "is", "requester_can_see_comment", yes: "public=x", no: "note=x; subject=x"),
    ConditionExample("comment_is_public", "is", true, yes: "public=x", no: "note=x"),
  ]

  /// Of the ticket's schedule, else of the account's default one.
  static let hours: [ConditionExample] = [
    ConditionExample(
      "in_business_hours", "is", "true", yes: "true; false & schedule_id=1 & within_schedule=1",
      no: "false; true & schedule_id=1 & within_schedule=2"),
    ConditionExample(
      "in_business_hours", "is", "false", yes: "false; true & schedule_id=2 & within_schedule=1",
      no: "true; false & schedule_id=1 & within_schedule=1 2"),
    ConditionExample("in_business_hours", nil, "true", yes: "true", no: "false"),
    ConditionExample("in_business_hours", nil, true, yes: "true", no: "false"),
    ConditionExample("within_schedule", "is", "1", yes: "1; 1 2", no: "2; subject=x; schedule_id=1"),
    ConditionExample("within_schedule", "is_not", "1", yes: "2; subject=x", no: "1; 1 2"),
  ]

  static let all: [ConditionExample] =
    status + people + kinds + tags + channel + survey + counters + customFields + sessions + updates + words
    + visibility + hours
}
