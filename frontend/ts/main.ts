// One entry for every page. Each file adds one behaviour by listening on the document, so that what htmx brings later
// behaves like what came with the page.
import "../css/main.css";
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
