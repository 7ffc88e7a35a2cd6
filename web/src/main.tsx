import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app";
import { firstLang, setLang } from "./i18n";
import "./style.css";

const root = document.getElementById("root");
if (root) void setLang(firstLang()).then(() => createRoot(root).render(<StrictMode><App /></StrictMode>));
