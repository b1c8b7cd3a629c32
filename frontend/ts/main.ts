// One entry for every page. Each file adds one behaviour by listening on the document, so that what htmx brings later
// behaves like what came with the page.
import "../css/main.css";
import htmx from "htmx.org";
import "./requests";
import "./dialog";
import "./panel";
import "./toast";
import "./menu";
import "./shell";
import "./palette";
import "./rows";
import "./cells";
import "./columns";
import "./board";
import "./combo";
import "./draft";
import "./keyboard";
import "./small";

// htmx takes the page over from a timer, and whoever types faster than that would meet plain links and a mute search:
// it takes it over now, before the first key. What it has taken, the timer leaves alone.
htmx.process(document.body);
