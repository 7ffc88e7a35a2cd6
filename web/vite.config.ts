import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";

/* react-aria carries its few sentences in some thirty languages; the client speaks two. */
function twoLanguages(): Plugin {
	return {
		name: "two-languages",
		enforce: "pre",
		load(id) {
			const file = /react-aria.*[\\/]([a-z]{2}-[A-Z]{2})\.m?js$/.exec(id);
			if (file && file[1] !== "ja-JP" && file[1] !== "en-US") return "export default {};";
			return undefined;
		},
	};
}

const server = process.env["NOROSHI_URL"] ?? "http://127.0.0.1:8080";

export default defineConfig({
	plugins: [twoLanguages(), react(), tailwindcss()],
	build: {
		outDir: process.env["WEB_OUT"] ?? "dist",
		emptyOutDir: true,
		target: "es2022",
		assetsInlineLimit: 0,
		modulePreload: { polyfill: false },
		reportCompressedSize: false,
	},
	server: { proxy: { "/api": { target: server } } },
});
