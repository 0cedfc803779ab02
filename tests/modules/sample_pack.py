"""The texts of a small good pack: one slide of every layout, two quiz items, one drawing."""

FACTS = """
[[fact]]
id = "D1"
confidence = "V"
sources = ["A/RES/60/1"]
text = "Each State protects its populations."

[[fact]]
id = "G6-number"
confidence = "M?"
text = "Not sure."

[[fact]]
id = "X-later"
confidence = "V"
after = "2019-07"
text = "It came later."
"""

TERMS = "en\tkm\tbinding\tsource\tnote\nsovereignty\tអធិបតេយ្យភាព\tyes\treviewed\t\n"

MODULE = """number = 1
version = "1.0"
status = "ready"
working_title = true
minutes = 30
true_as_of = 2019-07-31
licence = "CC-BY-4.0"
title.en = "Understanding"
title.km = "ស្វែងយល់"
sources = ["A/RES/60/1"]

[[aim]]
id = "origins"
en = "explain where it came from"
km = "ពន្យល់"

[[section]]
file = "1-start"
minutes = 30
title.en = "Start"
title.km = "ចាប់ផ្តើម"
"""

ENGLISH = """# Welcome {#welcome layout=title minutes=2 facts="D1"}

A short subtitle

- the first aim

::: notes
Say hello.
:::

# Points {#points layout=points minutes=3 picture=drawing.svg facts=""}

- one
- two

::: picture
Two circles
:::

::: notes
Count to two.
:::

# Columns {#two-columns layout=columns minutes=3 facts=""}

::: column
## Left
- a
:::

::: column
## Right
- b
:::

::: notes
Compare.
:::

# Timeline {#a-timeline layout=timeline minutes=3 facts=""}

- **1948** Genocide Convention
- **2005** World Summit

::: notes
Walk along it.
:::

# Table {#a-table layout=table minutes=3 facts=""}

| Crime | War |
|---|--:|
| Genocide | no |

::: notes
Read it aloud.
:::

# Question {#a-question layout=question minutes=3 facts=""}

What comes to mind?

- Soldiers
- Help

::: notes
Wait.
:::

# Activity {#an-activity layout=activity minutes=3 facts=""}

Aim: to talk.

1. Stand up.
2. Talk.

::: notes
Watch the time.
:::

# Picture {#a-picture layout=picture minutes=3 facts=""}

![Two circles](pictures/drawing.svg)

A caption.

::: notes
Point at it.
:::

# Board {#a-board layout=board minutes=3 facts="X-later"}

1. **Conflict** armed
2. **Record** of violations

::: since
**2024** The framework was revised.
:::

::: notes
Read two.
:::

# Figure {#a-figure layout=figure minutes=3 facts=""}

![A drawn wall](pictures/wall.svg)

::: notes
Draw it.
:::
"""

KHMER = """# សូមស្វាគមន៍ {#welcome}

ចំណងជើងរង

- វត្ថុបំណង

::: notes
សួស្តី។
:::

# ចំណុច {#points}

- មួយ
- ពីរ

::: picture
រង្វង់ពីរ
:::

::: notes
រាប់។
:::

# ជួរឈរ {#two-columns}

::: column
## ឆ្វេង
- ក
:::

::: column
## ស្តាំ
- ខ
:::

::: notes
ប្រៀបធៀប។
:::

# បន្ទាត់ពេលវេលា {#a-timeline}

- **១៩៤៨** អនុសញ្ញា
- **២០០៥** កិច្ចប្រជុំកំពូល

::: notes
ដើរ។
:::

# តារាង {#a-table}

| ឧក្រិដ្ឋកម្ម | សង្គ្រាម |
|---|---|
| ប្រល័យពូជសាសន៍ | ទេ |

::: notes
អាន។
:::

# សំណួរ {#a-question}

តើនឹកឃើញអ្វី?

- ទាហាន
- ជំនួយ

::: notes
រង់ចាំ។
:::

# សកម្មភាព {#an-activity}

គោលបំណង៖ និយាយ។

1. ក្រោកឈរ។
2. និយាយ។

::: notes
មើលម៉ោង។
:::

# រូបភាព {#a-picture}

![រង្វង់ពីរ](pictures/drawing.svg)

ចំណងជើងរូប។

::: notes
ចង្អុល។
:::

# ក្តារ {#a-board}

1. **ជម្លោះ** ប្រដាប់អាវុធ
2. **ប្រវត្តិ** នៃការរំលោភ

::: since
**២០២៤** ក្របខ័ណ្ឌបានកែប្រែ។
:::

::: notes
អានពីរ។
:::

# គំនូស {#a-figure}

![ជញ្ជាំងគូរ](pictures/wall.svg)

::: notes
គូរ។
:::
"""

QUIZ = """[[item]]
id = "adopted-where"
kind = "single"
objective = "origins"
difficulty = 1
facts = ["D1"]
question.en = "Where was it adopted?"
question.km = "នៅឯណា?"
reason.en = "At the World Summit."
reason.km = "នៅកិច្ចប្រជុំកំពូល។"

  [[item.option]]
  id = "a"
  en = "In New York"
  km = "ញូវយ៉ក"
  right = true

  [[item.option]]
  id = "b"
  en = "In Rome"
  km = "រ៉ូម"
  why.en = "Rome gave the Statute."
  why.km = "ទីក្រុងរ៉ូមផ្តល់លក្ខន្តិកៈ។"

[[item]]
id = "mostly-force"
kind = "true-false"
objective = "origins"
difficulty = 2
answer = false
facts = []
question.en = "It is mostly force."
question.km = "ភាគច្រើនជាកម្លាំង។"
reason.en = "It is mostly prevention."
reason.km = "ភាគច្រើនជាការបង្ការ។"
"""

DRAWING = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10">
  <circle cx="5" cy="5" r="4" fill="url(#shade)"/>
</svg>
"""

WALL = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 80 40" width="80">
  <defs><linearGradient id="shade"><stop offset="0" stop-color="#a88439"/></linearGradient></defs>
  <rect width="80" height="40" fill="url(#shade)"/>
  <text id="top" x="40" y="10" dominant-baseline="middle" text-anchor="middle">Anything</text>
  <text id="base" x="40" y="30">Anything</text>
</svg>
"""

WALL_WORDS = """[top]
en = "Protection"
km = "ការការពារ"

[base]
en = "Two\\nlines"
km = "ពីរ\\nបន្ទាត់"
"""

CHAPTER = """# How it began {#how-it-began facts="D1"}

A **State** protects its people. It was agreed in New York.

## The way there {#the-way-there facts="D1 X-later"}

- first a report
- then a summit

::: since
**2020** It was agreed again.
:::

::: case
In Orvenia nobody had asked.
:::

::: reflect
What would you have asked?
:::

## Sources {#how-it-began-sources}

- A/RES/60/1
"""

SUMMARY = """# របៀបដែលចាប់ផ្តើម {#how-it-began}

រដ្ឋការពារប្រជាជនរបស់ខ្លួន។
"""

CARDS = """# In or out? {#in-or-out kind=cards facts="D1"}

Cut along the lines.

## 1
A flood leaves thousands hungry.

## 2
An army attacks villages.

::: key
1. Out
2. In
:::
"""

CARDS_KM = """# ក្នុងឬក្រៅ? {#in-or-out}

សូមកាត់តាមបន្ទាត់។

## ១
ទឹកជំនន់ធ្វើឱ្យមនុស្សអត់ឃ្លាន។

## ២
កងទ័ពវាយប្រហារភូមិ។

::: key
1. ក្រៅ
2. ក្នុង
:::
"""

EN, KM = "slides/1-start.en.md", "slides/1-start.km.md"
