extension Phrasebook {
  static let english: [Topic] = [
    Topic(
      .support, "\"delivery\",\"tracking\"", "Where is my order #{n}?",
      "Hi! I ordered the Espresso M2 nine days ago (#{n}) and the tracking hasn't moved since Friday 😕",
      reply: "Sorry about the wait! I've asked the carrier about #{n} and will let you know today.",
      then: "Any news? I'll be away from tomorrow on."),
    Topic(
      .returns, "\"return\",\"damaged\"", "Kettle arrived broken 💔",
      "The kettle from order {n} came with a cracked handle. Can I swap it?",
      reply: "Oh no! Of course – a return label is on its way, and the new one leaves tomorrow.",
      then: "Wonderful, thank you so much! 🙏"),
    Topic(
      .billing, "\"invoice\"", "Invoice for {n}",
      "Hello, I need an invoice with our VAT number for order {n}. The PDF only has my name on it.",
      reply: "Sure, what's the VAT number and the company's address?",
      then: "It's the one from last year, same as in my account."),
    Topic(
      .billing, "\"refund\"", "Refund still missing",
      "You said 5 working days. It's been 12. Order {n}. Where is my money?",
      reply:
        "I can see the refund left us on Monday; banks take up to three days more. I'll keep an eye on it.",
      then: "Still nothing on my account!!"),
    Topic(
      .technical, "\"app\",\"login\"", "App logs me out all the time",
      "since the update the app asks for my password every. single. time. 😡 pixel 8, android 16",
      reply: "Thanks for telling us! Could you try version 4.2.1, which is out since this morning?",
      then: "that did it, cheers 👍"),
    Topic(
      .technical, "\"grinder\",\"warranty\"", "Grinder Pro makes a terrible noise",
      "It started yesterday: a loud rattling on settings 3 and below. Bought in March, order {n}. Video attached.",
      reply: "That sounds like the lower burr. It's under warranty – shall we collect it on Thursday?",
      then: "Thursday works, after 5 pm please."),
    Topic(
      .support, "\"subscription\"", "Pause my bean subscription",
      "Can I pause my beans for August? We're on holiday ☀️🏖️",
      reply: "Done! Your next parcel comes on 3 September.", then: "Perfect, thanks!"),
    Topic(
      .support, "\"address_change\"", "Change of address for #{n}",
      "I've moved and forgot to change it before ordering {n}. New place: 12 Ghyll Lane, flat 4.",
      reply: "Just in time, it hasn't left yet. Changed!", then: "You're a lifesaver 😅"),
    Topic(
      .returns, "\"return\",\"long\"",
      "Order {n}: wrong colour, wrong plug, one cup missing, and the courier left it with a neighbour whom I have never met and who says that he gave it to somebody else, so what happens now?",
      "Everything is in the subject, really. I don't even want a refund, I just want the machine that I ordered.",
      reply:
        "What a story, I'm sorry! We're sending the right machine by express today; please keep the other one until it's collected.",
      then: "OK. I'll believe it when I see it."),
  ]
}
