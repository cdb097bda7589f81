"""The parts pages are assembled from; they know the look of things and nothing of families or records.

Each module opens with how its parts are made and which signals they have:

- text: Text, Label, IconView, and runs of words (strong, quiet, small, figures)
- buttons: Button, IconButton;  chips: Chip, ChipRow, Tag;  segments: Segments, Rating, Tabs, Option
- sheet: Sheet, Hairline, Columns, Scroll, column, row;  flow: Flow;  margin: MarginGrid
- prose: ProseEdit;  marks: Mark;  twopane: TwoPane;  spelling: what is underlined
- fields: Field, LineEdit, SearchField, ComboBox, PassphraseField, StrengthBar;  dates: DateField
- rows: ListRow, RowList;  table: Table, Column, Cell
- spark: SparkLine;  days: DaysBar;  pdfview: PdfView;  steps: StepList
- hints: HintLine, reason_line, Banner, PrivatePanel, EmptyState;  announce: announce
- paragraphs: Paragraphs;  frame: Rail, HeaderBar;  facts: StatusBar;  dialog: Dialog
"""
