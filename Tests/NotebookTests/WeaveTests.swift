import Calculus
import Claims
import Foundation
import Notebook
import Plotting
import Tabulation
import TestSupport
import Testing

@Suite struct WeaveTests {
  private let script = """
    //: # Title
    //:
    //: Prose with $x_1$.

    import A

    let a = 1

    //: More prose.
    f(
      a)
    // a comment
    f(b)

    """

  @Test func outputsFollowTheCodeThatMadeThem() {
    var table = Table(columns: ["a_b", "value"])
    table.append(["x|y", 0.25])
    let outputs = [
      Output(line: 7, content: .text("first")),
      Output(line: 13, content: .text("fourth")),
      Output(line: 10, content: .text("fifth")),
      Output(line: 13, content: .table(table, file: "t.csv", digits: 3)),
      Output(line: 13, content: .picture(title: "P = 0.5*a", caption: "It falls.", file: "p.svg")),
      Output(line: 13, content: .picture(title: "Run", caption: "It moves.", file: "r.svg", still: "r-last.svg")),
      Output(line: 13, content: .text("last")),
      Output(line: 13, content: .exercise(number: 1, question: "Double `a`.", answer: "b = 2", reason: "It is $2a$.")),
    ]
    #expect(
      Weave(script: script, outputs: outputs).markdown == """
        # Title

        Prose with $x_1$.

        <details class="code">
        <summary>Code</summary>

        ```swift
        import A

        let a = 1
        ```

        </details>

        ```text
        first
        ```

        More prose.

        <details class="code">
        <summary>Code</summary>

        ```swift
        f(
          a)
        // a comment
        f(b)
        ```

        </details>

        ```text
        fourth
        fifth
        ```

        | a\\_b | value |
        | ---- | ----: |
        | x\\|y |  0.25 |

        [t.csv](t.csv)

        <figure>

        ![P = 0.5\\*a](p.svg)

        <figcaption>

        It falls. ([data](p.svg.csv), [script](p.svg.gp))

        </figcaption>
        </figure>

        <figure>

        ![Run](r.svg "animation")

        <figcaption>

        It moves. ([data](r.svg.csv), [last frame](r-last.svg))

        </figcaption>
        </figure>

        ```text
        last
        ```

        <div class="exercise">

        **Exercise 1.** Double `a`.

        <details class="answer">
        <summary>Answer</summary>

        ```text
        b = 2
        ```

        It is $2a$.

        </details>

        </div>


        """)
  }

  @Test func theSameOutputsMakeTheSameFilesAndNoPathGetsIn() throws {
    try withTemporaryFolder { try checkOutputs(in: $0) }
  }

  private func checkOutputs(in folder: String) throws {
    var table = Table(columns: ["x", "p"])
    for x in 0..<5 { table.append([.integer(x), .number(Double(x) / 3)]) }
    var contents: [[String: Data]] = []
    for name in ["/one", "/two/deeper"] {
      let notebook = Notebook(source: #filePath, folder: folder + name)
      notebook.show("a line")
      notebook.table("numbers", table)
      notebook.plot(
        "picture", Picture("p", of: table, .curves(against: "x", Axis("x"), [Panel(Axis("p"), [Series("p", "p", .p)])])),
        caption: "It rises.")
      notebook.plot(
        "curves", "x²", caption: "It rises.", against: Axis("x"), over: [0, 1, 2],
        [(Axis("y"), [Curve("square", "x²", .p) { $0 * $0 }, Curve("half", "x/2, from 1", .q) { $0 < 1 ? nil : $0 / 2 }])])
      let panels = [Panel(Axis("p"), [Series("p", "p", .p)])]
      notebook.animate(
        "film", "Two steps", caption: "It moves.", by: "step",
        [0, 5].map { ($0, Picture("Step \($0)", of: table, .curves(against: "x", Axis("x"), panels))) })
      notebook.exercise("What is twice one?", answer: ["2 · 1": Estimate(2, error: 0)], because: "It is two.")
      notebook.claim("one is at most two", 1, .atMost, 2)
      notebook.claim("one is two", 1, .equal, 2, expected: .fails)
      try notebook.write()
      let names = try FileManager.default.contentsOfDirectory(atPath: folder + name)
      contents.append(
        try Dictionary(uniqueKeysWithValues: names.map { ($0, try Data(contentsOf: URL(filePath: folder + name + "/" + $0))) }))
    }
    #expect(contents[0] == contents[1])
    let curves = String(decoding: try #require(contents[0]["curves.svg.csv"]), as: UTF8.self)
    #expect(curves == "x,square,half\n0.0,0.0,\n1.0,1.0,0.5\n2.0,4.0,1.0\n")
    let names = [
      "curves.svg.csv", "curves.svg.csv.json", "curves.svg.gp", "film-last.svg.csv", "film-last.svg.csv.json", "film-last.svg.gp",
      "film.svg.csv", "film.svg.csv.json", "index.md", "numbers.csv", "numbers.csv.json", "picture.svg.csv", "picture.svg.csv.json",
      "picture.svg.gp",
    ]
    let film = String(decoding: try #require(contents[0]["film.svg.csv"]), as: UTF8.self).split(separator: "\n")
    #expect(film.count == 11 && film[0] == "step,x,p" && film[1].hasPrefix("0,0,") && film[10].hasPrefix("5,4,"))
    #expect(contents[0].keys.sorted().filter { !$0.hasSuffix(".svg") } == names)
    let index = String(decoding: try #require(contents[0]["index.md"]), as: UTF8.self)
    // What the code of this file says, and what it shows.
    #expect(index.contains("1 ≤ 2, error bound 7e-16: holds\n") && index.contains("1 = 2, error bound 7e-16: fails, as it must\n"))
    #expect(index.contains("**Exercise 1.** What is twice one?\n") && index.contains("\n2 · 1 = 2\n```\n\nIt is two.\n"))
    for data in contents[0].values { #expect(!String(decoding: data, as: UTF8.self).contains(folder)) }
  }

  @Test func aClaimThatFailsEndsTheScriptAfterWriting() async throws {
    let folder = NSTemporaryDirectory() + "notebook-" + UUID().uuidString
    defer { try? FileManager.default.removeItem(atPath: folder) }
    await #expect(processExitsWith: .exitCode(1)) { [folder = folder as String] in
      let notebook = Notebook(source: #filePath, folder: folder)
      notebook.show("before")
      notebook.claim("one is two", 1, .equal, 2)
      notebook.show("after")
    }
    let index = try String(contentsOfFile: folder + "/index.md", encoding: .utf8)
    #expect(index.contains("before\none is two\n    1 = 2, error bound 7e-16: NOT AS EXPECTED: fails\n") && !index.contains("\nafter\n"))
  }

  @Test func aVerdictThatIsNotExpectedIsSaid() {
    let statement = Statement(text: "one is two", sides: Sides(1, 2), relation: .equal, expected: .holds)
    #expect(!statement.isAsExpected && statement.description.contains("NOT AS EXPECTED: fails"))
    let blurred = Statement(text: "one is one", sides: Sides(Estimate(1, error: 0.1), 1), relation: .equal, expected: .holds)
    #expect(!blurred.isAsExpected && blurred.description.contains("undecided"))
  }
}
