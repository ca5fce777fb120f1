"""What messages come to: the labelled examples, the harms, and plans in full."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from plan import Plan, Wishes
from router import route

HERE = Path(__file__).parent


def examples(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (HERE / name).read_text(encoding="utf-8").splitlines()]


TUNED = examples("routing_examples.jsonl")
MORE = [  # written in batches, each scored before it was used
    row
    for name in ("more", "second", "third", "fourth")
    for row in examples(f"routing_examples_{name}.jsonl")
]
HELD_OUT = examples("routing_examples_held_out.jsonl")
HELD_OUT_2 = examples("routing_examples_held_out_2.jsonl")  # by another hand


def planned(row: dict[str, Any]) -> list[str]:
    return list(route(row["text"], row["attachments"]).intents)


def exact(rows: list[dict[str, Any]]) -> float:
    return sum(planned(row) == row["plan"] for row in rows) / len(rows)


def test_the_examples_used_for_tuning_are_planned_exactly() -> None:
    assert exact(TUNED) >= 0.98
    assert exact(MORE) >= 0.96


def test_examples_never_looked_at_while_tuning_are_planned_nearly_as_well() -> None:
    for rows in (HELD_OUT, HELD_OUT_2):
        assert exact([row for row in rows if not row["hard"]]) >= 0.90


def test_no_export_is_started_that_nobody_asked_for() -> None:
    rows = [
        row
        for row in TUNED + HELD_OUT
        if not any("export" in plan for plan in [row["plan"], *row["alt_plans"]])
    ]
    unasked = [row["text"] for row in rows if "export" in planned(row)]
    assert len(unasked) / len(rows) < 0.01, unasked


def test_an_edit_is_hardly_ever_swallowed_by_a_local_action() -> None:
    rows = [row for row in TUNED + HELD_OUT if row["label"] == "sse"]
    swallowed = [
        row["text"]
        for row in rows
        if "sse" not in planned(row) and planned(row) not in row["alt_plans"]
    ]
    assert len(swallowed) / len(rows) < 0.04, swallowed


SPOKEN_SO = [  # said by people in the middle of an evening
    ("have the tune come in gradually over the first 4 seconds", ["sse"]),
    ("have the files arrived?", ["state"]),
    ("是竖屏还是横屏", ["state"]),
    ("等等，標題還是放最前面好了", ["sse"]),
    ("還是恢復原本的速度", ["sse"]),
    ("背景音乐还是关掉吧", ["sse"]),
    ("改成正方形，上下留黑邊沒關係", ["sse"]),
    ("刚才那个再导一份小一点的，微信发不出去", ["export"]),
    ("can you make it so I can send it on whatsapp", ["export"]),
    ("make it so the title stays longer", ["sse"]),
    ("is it still 60fps?", ["state"]),
    ("is 4k ok?", ["upload"]),
    ('place a lower third "Anna" from 3 to 6.5 s, white, no outline', ["sse"]),
    ("trim it; (5) deliver the result as a vertical 1080x1920 MP4.", ["sse", "export"]),
]


@pytest.mark.parametrize(("said", "plan"), SPOKEN_SO)
def test_it_is_routed_as_it_was_meant(said: str, plan: list[str]) -> None:
    assert list(route(said).intents) == plan


@pytest.mark.parametrize(
    ("said", "edit"),
    [
        ("(1) trim it; (2) export it", "(1) trim it"),
        ("1) trim the first 2s 2) export as mp4", "1) trim the first 2s"),
        ("（1）剪掉前两秒；（2）导出", "（1）剪掉前两秒"),
        ("cut at 2, then export", "cut at 2"),
    ],
)
def test_the_number_of_a_step_goes_with_it(said: str, edit: str) -> None:
    assert route(said).steps[0].text == edit


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("Export the final deliverable, ensuring the file name is final_cut.mp4.", "final_cut"),
        ("export it, file name: wedding", "wedding"),
        ("导出，文件名是 final.mp4", "final"),
    ],
)
def test_a_file_is_named_as_it_was_said(said: str, name: str) -> None:
    wishes = route(said).steps[-1].wishes
    assert wishes is not None and wishes.name == name


def test_a_smaller_file_has_fewer_lines() -> None:
    for said in ("再导出一份小一点的", "再匯出一份小一點的", "export a smaller version"):
        wishes = route(said).steps[-1].wishes
        assert wishes is not None and wishes.height == 720, said


WORD_SENSES = [
    ("add the film credits of the band", "sse"),
    ("领导出场的时候放鞭炮声", "sse"),
    ("晚上传来的雨声去掉", "sse"),
    ("橋上傳來的車聲關小", "sse"),
    ("render a dragon over the castle", "sse"),
    ("render it in 4K", "export"),
    ("balance the voice and the drums", "sse"),
    ("what's my balance", "credits"),
    ("put a download button in the corner", "sse"),
    ("标题：导出成功", "sse"),
    ("a sign that says export here", "sse"),
    ("add the text “export it now”", "sse"),
    ("the tracks of the train, make them blurry", "sse"),
    ("show tracks", "state"),
]


@pytest.mark.parametrize(("message", "intent"), WORD_SENSES)
def test_a_word_in_another_sense_is_no_command(message: str, intent: str) -> None:
    assert route(message).intents == (intent,)


NOT_NOW = [
    "don't export yet",
    "先别导出，音乐再大一点",
    "未好匯出住",
    "let's export tomorrow",
    "晚点再导出",
    "I exported it yesterday and the intro was too long",
    "导出的版本太暗了，调亮",
    "等客户确认再导出",
    "等我老婆看过再导出",
    "nobody needs the file yet",
    "I don't care about credits, make it epic",
    "I just topped up so go ahead and generate the second scene",
    "a song about running out of credits",
    "下载站那种风格",
    "give the download scene more tension",
]


@pytest.mark.parametrize("message", NOT_NOW)
def test_what_is_negated_put_off_or_past_is_not_done(message: str) -> None:
    assert route(message).intents == ("sse",)


ORDERS = [
    ("add lo-fi then export", ("sse", "export")),
    ("export it after you lower the music", ("sse", "export")),
    ("before exporting, fix the title", ("sse", "export")),
    ("导出之前先把标题改了", ("sse", "export")),
    ("export this, then make a vertical one", ("export", "sse")),
    ("export it now, then add subtitles and export again", ("export", "sse", "export")),
    ("how many credits do I have? also make the intro shorter", ("credits", "sse")),
    ("export this and show me the tracks", ("export", "state")),
    ("once it's rendered send me the link", ("export",)),
    ("整好未呀？整好就俾我", ("export",)),
    ("导出完告诉我时长", ("export", "state")),
    ("export it if I have enough credits", ("credits", "export")),
    ("trim 前 5 秒，then 导出", ("sse", "export")),
    ("once the render finishes send it to me", ("export",)),
    ("导出卡住了吗", ("state",)),
]


@pytest.mark.parametrize(("message", "intents"), ORDERS)
def test_steps_come_in_the_order_of_their_execution(message: str, intents: tuple[str, ...]) -> None:
    assert route(message).intents == intents


def step(plan: Plan, intent: str) -> Any:
    return next(step for step in plan.steps if step.intent == intent)


def test_an_edit_alone_is_said_word_for_word() -> None:
    message = "  Don't export yet —\nmake the MUSIC louder first!  "
    assert step(route(message), "sse").text == message
    with_file = route(message, ["a.mp4"])
    assert with_file.intents == ("upload", "sse")
    assert step(with_file, "sse").text == message


@pytest.mark.parametrize(
    ("message", "said"),
    [
        ("add lo-fi then export", "add lo-fi"),
        (
            "My dog died. Make it sad, with piano. Then export it.",
            "My dog died. Make it sad, with piano.",
        ),
        ("导出之前先把标题改了", "把标题改了"),
        ("剪短一点导出给我", "剪短一点"),
        ("x" * 5000 + ". make it sad then export", "x" * 5000 + ". make it sad"),
    ],
)
def test_the_backend_is_not_told_to_export(message: str, said: str) -> None:
    assert step(route(message), "sse").text == said


FILES = [
    ("use /Users/kim/Movies/drone.mov as the opening shot", ("/Users/kim/Movies/drone.mov",)),
    ("swap the music for ~/Music/new song.mp3", ("~/Music/new song.mp3",)),
    (r"use C:\My Clips\a b.mov as the intro", (r"C:\My Clips\a b.mov",)),
    ("file:///home/a/b%20c.mp4", ("file:///home/a/b%20c.mp4",)),
    ('put music under "/home/me/my clip.mp4"', ("/home/me/my clip.mp4",)),
    ("用https://x.example/a.mp3做背景音乐", ("https://x.example/a.mp3",)),
    ("https://a.example/v.mp4, please", ("https://a.example/v.mp4",)),
    ("upload clip.mp4", ("clip.mp4",)),
]


@pytest.mark.parametrize(("message", "files"), FILES)
def test_paths_and_addresses_given_as_material_are_uploaded(
    message: str, files: tuple[str, ...]
) -> None:
    assert step(route(message), "upload").files == files


def test_attachments_go_before_what_the_message_names() -> None:
    plan = route("mix it with ~/b.mp3", ["a.mp4"])
    assert step(plan, "upload").files == ("a.mp4", "~/b.mp3")


@pytest.mark.parametrize(
    "message",
    [
        "make it feel like https://video.example/watch?v=1",
        "put www.mybrand.example at the bottom",
        "end card with the URL https://shop.example",
        "save it to ~/Desktop/final_v2.mp4",
        "导出到 D:\\视频\\成片.mp4",
        'add the text "watch /home/me"',
        "save the finished file under /mnt/share/deliveries/",
    ],
)
def test_what_is_a_style_a_sign_or_a_destination_is_not_uploaded(message: str) -> None:
    assert "upload" not in route(message).intents


WISHES = [
    ("export it as weekend", Wishes(name="weekend")),
    ("save it as 'my weekend'", Wishes(name="my weekend")),
    ("export and call it lake day in 4k", Wishes(height=2160, name="lake day")),
    ("export the video as lake day, 1080p", Wishes(height=1080, name="lake day")),
    ("call it trip.mp4", Wishes(format="mp4", name="trip")),
    ("导出，文件名叫周末", Wishes(name="周末")),
    ("另存为“我的旅行”", Wishes(name="我的旅行")),
    ("export it as autumn", Wishes(name="autumn")),
    ("save it as island day", Wishes(name="island day")),
    ("export it as best of june", Wishes(name="best of june")),
    ("导出为原野", Wishes(name="原野")),
    ("导出为视频", Wishes()),
    ("export it as an mp4", Wishes(format="mp4")),
    ("export as soon as possible", Wishes()),
    ("save the video as is", Wishes()),
    ("导出为动图", Wishes(format="gif")),
    (
        "export 4K 60fps webm high quality",
        Wishes(format="webm", quality="high", height=2160, fps=60),
    ),
    ("save it to ~/Desktop/final_v2.mp4 thanks", Wishes(format="mp4", name="final_v2.mp4")),
    ("保存成 final.mp4 就行", Wishes(format="mp4", name="final.mp4")),
    ("导出到 D:\\视频\\成片.mp4", Wishes(format="mp4", name="成片.mp4")),
    ('export as "launch teaser.mp4"', Wishes(format="mp4", name="launch teaser.mp4")),
    ("export in 720p, draft quality is fine", Wishes(height=720, quality="draft")),
    ("只要音乐，单独导出mp3", Wishes(format="mp3", only="music")),
    ("can you export just the music", Wishes(format="mp3", only="music")),
    ("導出 1080p 30幀 給我", Wishes(height=1080, fps=30)),
    ("export", Wishes()),
]


@pytest.mark.parametrize(("message", "wishes"), WISHES)
def test_an_export_carries_what_was_wished(message: str, wishes: Wishes) -> None:
    assert step(route(message), "export").wishes == wishes


def test_a_name_never_leads_out_of_its_folder() -> None:
    for message in (
        "save it to ../../etc/x.mp4",
        "save as /etc/cron.d/x.mp4",
        r"save as ..\..\x.mp4",
    ):
        name = step(route(message), "export").wishes.name
        assert name == "x.mp4"


@pytest.mark.parametrize(
    "message", ["rendr it", "exprot as mp4", "donwload it", "how many creidts left", "倒出视频"]
)
def test_a_slip_of_the_finger_is_forgiven(message: str) -> None:
    assert route(message).intents[0] in ("export", "credits")


@pytest.mark.parametrize(
    "message", ["find an expert", "a gender reveal", "the statue", "two trucks"]
)
def test_a_word_that_only_looks_like_a_slip_is_not_taken_for_one(message: str) -> None:
    assert route(message).intents == ("sse",)


@pytest.mark.parametrize(
    "message", ["call it 'Weekend' at the start for 3 seconds", "name it “Lake Day”, in red"]
)
def test_a_name_in_quotes_is_a_title_where_nobody_wants_a_file(message: str) -> None:
    assert route(message).intents == ("sse",)


@pytest.mark.parametrize(
    ("message", "edit"),
    [
        ("calm piano and export", "calm piano"), ("lo-fi, export", "lo-fi"),
        ("jazz then export", "jazz"), ("epic orchestral music and export", "epic orchestral music"),
        ("轻音乐，导出", "轻音乐"), ("same as last time and export", "same as last time"),
        ("slideshow, then export 720p", "slideshow"), ("photo montage and export", "photo montage"),
        ("visualizer, then export", "visualizer"), ("lyric video, then render", "lyric video"),
        ("black and white, export", "black and white"), ("幻灯片，然后导出", "幻灯片"),
        ("音樂視覺化，匯出", "音樂視覺化"), ("来个照片视频，导出", "来个照片视频"),
        ("skip the intro and export as mp3", "skip the intro"), ("不要前奏，导出", "不要前奏"),
        ("前10秒不要了，导出", "前10秒不要了"), ("前10秒掐掉，导出", "前10秒掐掉"),
        ("add music wobbly style and export", "add music wobbly style"),
        ("add piano and give me a 1080p mp4", "add piano"),
        ("加钢琴，给我一个1080p的mp4", "加钢琴"),
    ],
)  # fmt: skip
def test_a_wish_in_few_words_is_not_lost_beside_an_export(message: str, edit: str) -> None:
    plan = route(message)
    assert plan.intents == ("sse", "export")
    assert plan.steps[0].text == edit


@pytest.mark.parametrize(
    "message",
    ["export the slideshow", "the slideshow, export it", "my montage, export", "导出幻灯片"],
)
def test_a_thing_that_is_there_is_only_exported(message: str) -> None:
    assert route(message).intents == ("export",)


@pytest.mark.parametrize("message", ["the music is perfect, export", "I love the piano, export it"])
def test_praise_beside_an_export_is_no_wish(message: str) -> None:
    assert route(message).intents == ("export",)


@pytest.mark.parametrize(
    "text",
    ["export for tiktok", "export it for reels please", "render for shorts 1080p", "导出竖屏1080p",
     "匯出成直式影片", "导出成抖音尺寸", "export square", "save it as a vertical video"],
)  # fmt: skip
def test_an_export_in_another_shape_changes_the_frame_first(text: str) -> None:
    plan = route(text)
    assert plan.intents == ("sse", "export")
    assert plan.steps[1].wishes is not None
    assert plan.steps[1].wishes.name is None


@pytest.mark.parametrize("text", ["give me a 15 second mp4", "give me a 1080p mp4 with piano"])
def test_a_file_that_is_yet_to_be_made_is_no_export(text: str) -> None:
    assert route(text).intents == ("sse",)


@pytest.mark.parametrize("text", ["导出不要了", "First 10 seconds of the video gone please"])
def test_what_is_to_go_is_not_exported(text: str) -> None:
    assert route(text).intents == ("sse",)


@pytest.mark.parametrize("text", ["export my showreel", "export the highlight reel", "导出，快手"])
def test_a_word_of_a_shape_that_names_something_else_is_none(text: str) -> None:
    assert route(text).intents == ("export",)
