extension Phrasebook {
  static let portuguese: [Topic] = [
    Topic(
      .support, "\"delivery\"", "Cadê meu pedido {n}?",
      "Oi, tudo bem? Meu pedido {n} tá parado em Curitiba faz 5 dias 😩",
      reply: "Oi! Já falei com a transportadora, a entrega sai amanhã de manhã. 🚚",
      then: "Valeu, vou ficar de olho!"),
    Topic(
      .billing, "\"refund\"", "Estorno não caiu",
      "Devolvi a cafeteira há duas semanas e até agora o estorno não apareceu na fatura.",
      reply: "Consultei aqui: o estorno do pedido {n} entra na próxima fatura.",
      then: "Não é o que o banco diz…"),
    Topic(
      .technical, "\"machine\"", "Máquina não liga",
      "A máquina parou de ligar depois da queda de energia. Já troquei de tomada.",
      reply: "Você consegue nos mandar uma foto do fusível, na parte de trás?",
      then: "Era o fusível mesmo, obrigada! 🎉"),
    Topic(
      .returns, "\"return\",\"long\"",
      "Pedido {n}: veio a xícara errada, faltou o coador, a caixa chegou aberta e ainda por cima cobraram o frete que a promoção dizia que era grátis para o Brasil inteiro",
      "Segue tudo no assunto. Aguardo uma solução, por favor.",
      reply: "Que situação! Vamos reenviar tudo e devolver o frete.", then: "Ok, agradeço a atenção."),
  ]

  static let french: [Topic] = [
    Topic(
      .support, "\"delivery\"", "Colis {n} non reçu",
      "Bonjour, le suivi indique « livré » mais je n'ai rien reçu. Où est passé mon colis ?",
      reply: "Bonjour, j'ouvre tout de suite une enquête auprès du transporteur.",
      then: "Le gardien l'avait… désolée ! 😅"),
    Topic(
      .billing, "\"invoice\"", "Facture à corriger",
      "Il y a une faute à mon nom sur la facture {n} : c'est Œuvrard, avec Œ.",
      reply: "C'est corrigé, voici la nouvelle facture.", then: "Parfait, merci bien."),
    Topic(
      .technical, "\"grinder\",\"long\"",
      "Le moulin de la commande {n} s'arrête au bout de dix secondes, clignote trois fois en rouge, puis repart tout seul en pleine nuit et réveille l'immeuble entier, voisins du cinquième compris",
      "Que faire, à part le débrancher ?", reply: "Débranchez-le, oui ! Nous le remplaçons dès demain.",
      then: "Les voisins vous remercient 😴"),
  ]

  static let spanish: [Topic] = [
    Topic(
      .support, "\"subscription\"", "¿Puedo cambiar mi suscripción?",
      "¡Hola! Quiero pasar de 500 g a 1 kg al mes. ¿Se puede? El pedido es el {n}.",
      reply: "¡Claro que sí! Queda cambiado desde el próximo envío.", then: "¡Genial, muchas gracias! ☕️"),
    Topic(
      .returns, "\"return\",\"damaged\"", "Taza rota en el pedido {n}",
      "Me llegó una taza rota 😢 Adjunto foto. ¿Qué hago?",
      reply: "Lo sentimos mucho, le enviamos otra hoy mismo.", then: "¿Tengo que devolver la rota?"),
    Topic(
      .billing, "\"payment\",\"long\"",
      "Me han cobrado dos veces el pedido {n}, el banco dice que lo reclame con ustedes, ustedes dicen que lo reclame con el banco, y mientras tanto yo sigo sin cafetera y sin dinero desde hace veintidós días",
      "Necesito una respuesta hoy, por favor.",
      reply: "Tiene toda la razón. He ordenado la devolución ahora mismo.",
      then: "Gracias, por fin alguien me escucha."),
  ]
}
