extension Phrasebook {
  static let german: [Topic] = [
    Topic(
      .support, "\"delivery\",\"tracking\"", "Wo bleibt meine Bestellung {n}?",
      "Guten Tag, laut Sendungsverfolgung liegt mein Paket seit Dienstag in Köln. Können Sie mal nachhören?",
      reply: "Guten Tag! Ich habe beim Paketdienst nachgefragt und melde mich bis heute Abend.",
      then: "Gibt es schon etwas Neues?"),
    Topic(
      .technical, "\"machine\",\"warranty\"", "Siebträger wird nicht heiß",
      "Hallo, die Maschine (Bestellung {n}) heizt nur noch bis etwa 60 °C auf. Entkalkt habe ich schon.",
      reply: "Das klingt nach dem Thermostat. Wir tauschen ihn auf Garantie – passt Ihnen Donnerstag?",
      then: "Ja, Donnerstag ab 16 Uhr. Vielen Dank für die schnelle Hilfe!"),
    Topic(
      .billing, "\"invoice\"", "Rechnung fehlt",
      "Moin, ich bräuchte für {n} noch eine Rechnung auf die Firma, mit USt-IdNr. Danke & Grüße",
      reply: "Gern! Wie lautet denn die genaue Firmierung?", then: "Müller & Söhne GbR, Straße wie gehabt."),
    Topic(
      .returns, "\"return\"", "Rückgabe Wasserkocher",
      "Der Wasserkocher ist leider viel größer als gedacht 🙈 Kann ich ihn zurückschicken? Nr. {n}",
      reply: "Kein Problem, das Rücksendeetikett ist unterwegs.", then: "Super, ist heute raus 📦"),
    Topic(
      .billing, "\"payment\"", "Doppelt abgebucht!",
      "Sie haben mir {n} ZWEIMAL abgebucht. Ich erwarte eine umgehende Erstattung.",
      reply: "Das tut mir leid. Die zweite Abbuchung war nur eine Reservierung, sie verfällt morgen.",
      then: "Na gut, ich warte bis morgen ab."),
    Topic(
      .support, "\"order_change\"", "Bestellung {n} ändern",
      "Könnte ich statt der Röstung »Frühstück« noch die »Nachtschwärmer« bekommen? 🦉",
      reply: "Ist geändert – und eine Probetüte liegt auch dabei. ☕️", then: "Ihr seid die Besten! ❤️"),
    Topic(
      .technical, "\"machine\",\"long\"",
      "Mahlwerk blockiert, Anzeige zeigt »Ü7«, im Handbuch steht nur bis »Ü6«, und der Händler vor Ort sagt, dafür sei ausschließlich der Garantieabwicklungsbevollmächtigte des Herstellers zuständig ({n})",
      "Siehe Betreff. Was bedeutet denn nun »Ü7«?",
      reply: "»Ü7« heißt: Bohnenbehälter nicht eingerastet. Bitte einmal fest andrücken.",
      then: "Peinlich. Geht wieder. 😳"),
  ]
}
