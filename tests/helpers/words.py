"""Words that people put into sessions: plain ones, and those that are hard to show."""

IDEAS = (
    "Meet at the same hour every month",
    "A coordinator whose time is paid for",
    "Start with a problem that hurts",
    "Tell stories of what went wrong",
    "Share tools and templates",
    "Invite one guest each quarter",
    "Keep notes where everybody finds them",
    "Welcome newcomers by name",
    "Ask the sponsor for time, not for money",
    "Celebrate small results in public",
    "Visit each other's workplaces",
    "Close the community when it has done its work",
)

# Hard to show in a terminal.
HOSTILE = (
    "[/] [@click=app.quit]Ann[/]",
    "コミュニティ・オブ・プラクティスの提案を書く" * 4,
    "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft" * 2,
    "👩‍👩‍👧‍👦 family e\u0301\u0301 ไทย 한국어",
    "$name {braces} \\[b] > | – *",
)

# Markup and formulas of the formats that documents have.
HOSTILE_LINES = [
    "# heading #",
    "<script>alert(1)</script>",
    "](javascript:alert(1))",
    "![x](http://example.org)",
    "```",
    "| a | b |",
    "===",
    "---",
    "**b** _i_ `c`",
    "1. one",
    "- dash",
    "> quote",
    "&lt;&#35;",
    "end\\",
    "=1+1",
    "@SUM(A1)",
    "+1",
    "-1",
    "a;=1+1",
    "'=1",
    '"quoted", twice""',
    "]]><svg onload=alert(1)>",
    "{{ 7 * 7 }}",
]
SCRIPTS = ["Ελένη", "Нина", "שרה", "مريم", "देवी", "சிவா", "ဇာနည်", "陈静", "さくら", "지우", "Ngọc"]
