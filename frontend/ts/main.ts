import "../css/main.css";
