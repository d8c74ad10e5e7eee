import JSONText

/// First and last names of one language, each with the form that it has in an address.
struct Names: Sendable {
  struct Part: Sendable {
    /// As the inside of a JSON string.
    let text: [UInt8]
    let slug: [UInt8]
  }

  let first: [Part]
  let last: [Part]
  /// Where the last name comes first, and without a space in Chinese.
  let lastComesFirst: Bool
  let separator: StaticString

  /// - Parameters:
  ///   - first: names separated by spaces, as `name` or `name/slug` where they differ
  ///   - last: the same
  private init(_ first: String, _ last: String, lastComesFirst: Bool = false, separator: StaticString = " ") {
    self.first = Names.parts(first)
    self.last = Names.parts(last)
    self.lastComesFirst = lastComesFirst
    self.separator = separator
  }

  private static func parts(_ list: String) -> [Part] {
    list.split(separator: " ").map { entry in
      let sides = entry.split(separator: "/")
      let slug = sides[sides.count - 1].utf8.map { $0 >= 65 && $0 <= 90 ? $0 + 32 : $0 }
      return Part(text: JSONWriter.inside(String(sides[0])), slug: slug)
    }
  }

  /// In the order of `Language`.
  static let byLanguage: [Names] = [
    Names(
      "Olivia Liam Amara Noah Chloë/chloe Ethan Zoë/zoe Mason Priya Lucas Siobhán/siobhan Owen Renée/renee Jack Fatima Caleb Grace Omar Hannah Dev",
      "Carter Nguyen Okafor Smith O'Brien/obrien Patel Johnson Fitzgerald Kowalski Martin Achebe Taylor Reyes Lindqvist Brontë/bronte Walker Cohen Singh Moore Hughes"
    ),
    Names(
      "Jürgen/juergen Anneliese Björn/bjoern Käthe/kaethe Lukas Sören/soeren Mia Günther/guenther Zeynep Jörg/joerg Lena Matthias Ayşe/ayse Felix Bärbel/baerbel Tim Sofía/sofia Uwe",
      "Müller/mueller Schäfer/schaefer Groß/gross Weiß/weiss Yılmaz/yilmaz Köhler/koehler Schmidt Böhm/boehm Lang Jäger/jaeger Fuchs Krüger/krueger Straßer/strasser Hübner/huebner Vogel Öztürk/oeztuerk"
    ),
    Names(
      "美咲/misaki 健太/kenta 陽菜/hina 蓮/ren 結衣/yui 大翔/hiroto さくら/sakura 翔太/shota 葵/aoi 悠斗/yuto 真由美/mayumi 直樹/naoki",
      "田中/tanaka 佐藤/sato 鈴木/suzuki 高橋/takahashi 渡辺/watanabe 伊藤/ito 山本/yamamoto 中村/nakamura 小林/kobayashi 髙﨑/takasaki 斎藤/saito",
      lastComesFirst: true),
    Names(
      "João/joao Letícia/leticia Caio Antônia/antonia Mateus Conceição/conceicao Thaís/thais Rafael Iná/ina Otávio/otavio Beatriz",
      "Gonçalves/goncalves Araújo/araujo Silva Magalhães/magalhaes Pereira Conceição/conceicao Sá/sa Brandão/brandao Moura Assunção/assuncao"
    ),
    Names(
      "Hélène/helene François/francois Chloé/chloe Loïc/loic Anaïs/anais Étienne/etienne Maëlle/maelle Noël/noel Inès/ines Théo/theo",
      "Lefèvre/lefevre Bérenger/berenger Dubois Châtelain/chatelain Moreau Gaël/gael Benoît/benoit Œuvrard/oeuvrard Petit Garçon/garcon"
    ),
    Names(
      "Íñigo/inigo María/maria Begoña/begona Andrés/andres Lucía/lucia Óscar/oscar Ángela/angela Raúl/raul Ximena Julián/julian",
      "Núñez/nunez Ibáñez/ibanez García/garcia Muñoz/munoz Peña/pena Hernández/hernandez Castañeda/castaneda López/lopez Agüero/aguero"
    ),
    Names(
      "伟/wei 芳/fang 秀英/xiuying 敏/min 静/jing 磊/lei 婷婷/tingting 子涵/zihan",
      "王/wang 李/li 张/zhang 刘/liu 陈/chen 欧阳/ouyang 赵/zhao 龚/gong", lastComesFirst: true, separator: ""),
  ]

  /// Names that people gave themselves in a messaging app.
  static let handles: [[UInt8]] = [
    "✨Lena✨", "Kevin 🦊", "☕️ mornings", "~*aiko*~ 🌸", "🇧🇷 Dudu", "the real Sam™", "👩‍👩‍👧 Familie B.", "ᴅᴀʀᴋ ʀᴏᴀsᴛ",
    "n/a",
  ].map(JSONWriter.inside)

  /// Names that try something on whoever shows them (interface, Output: text from customers is hostile).
  static let hostile: [[UInt8]] = [
    "=HYPERLINK(\"http://example.com\",\"refund\")", "Ev\u{202E}gnp.eciovni",
    "\u{1B}[2J\u{1B}[31mroot\u{1B}[0m",
    "Z̴̡̛a̷͚͝l̶̰̈g̸̱͠ö̵̙́", "Robert'); DROP TABLE ticket;--", "tab\tand\r\nline",
  ].map(JSONWriter.inside)
}
