/* Bars over years or days, by ECharts (loaded with the page that first shows one). The table beside it says the same and is what assistive
 * technology reads; series are told apart by pattern as well as by colour, so that a print in grey can be read. */
import { BarChart } from "echarts/charts";
import { AriaComponent, GridComponent, LegendComponent, TooltipComponent } from "echarts/components";
import { init, use, type EChartsType } from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";
import { useEffect, useRef } from "react";

use([BarChart, GridComponent, TooltipComponent, LegendComponent, AriaComponent, CanvasRenderer]);

export interface Series { name: string; values: (number | null)[]; stack?: string; published?: boolean }
const colors = ["#0031d8", "#c74700", "#197a4b", "#7b1fa2", "#b8860b", "#00748f", "#a31545", "#4d4d4d", "#5c6bc0", "#6d4c41", "#33691e", "#ad1457", "#01579b", "#827717", "#37474f", "#e65100", "#1b5e20"];

/* Patterns in ECharts' terms; published figures are outlined and hatched. */
function look(index: number, published: boolean) {
	const color = colors[index % colors.length] ?? "#0031d8";
	if (published) return { color: "#ffffff", borderColor: "#1a1a1a", borderWidth: 2, borderType: "dashed" as const, decal: { symbol: "rect", dashArrayX: [1, 0], dashArrayY: [2, 5], rotation: Math.PI / 4, color: "#1a1a1a" } };
	const symbols = ["none", "rect", "circle", "triangle", "diamond"] as const;
	const symbol = symbols[index % symbols.length] ?? "none";
	return { color, decal: symbol === "none" ? { symbol } : { symbol, symbolSize: symbol === "rect" ? 1 : 0.7, dashArrayX: symbol === "rect" ? [1, 0] : [[6, 6], [0, 6, 6, 0]], dashArrayY: symbol === "rect" ? [3, 6] : [6, 0], rotation: index % 2 ? Math.PI / 6 : -Math.PI / 4, color: "rgba(255,255,255,0.55)" } };
}

export default function Chart({ label, categories, series, height = 320, unit }: { label: string; categories: string[]; series: Series[]; height?: number; unit?: (value: number) => string }) {
	const box = useRef<HTMLDivElement>(null);
	const chart = useRef<EChartsType>(undefined);
	useEffect(() => {
		if (!box.current) return undefined;
		const made = init(box.current, undefined, { renderer: "canvas" });
		chart.current = made;
		const watch = new ResizeObserver(() => made.resize());
		watch.observe(box.current);
		return () => { watch.disconnect(); made.dispose(); chart.current = undefined; };
	}, []);
	useEffect(() => {
		const font = getComputedStyle(document.documentElement).fontFamily;
		const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
		chart.current?.setOption({
			animation: !still, animationDuration: 200, textStyle: { fontFamily: font, fontSize: 13, color: "#1a1a1a" },
			aria: { enabled: true, label: { enabled: false }, decal: { show: true } },
			grid: { left: 8, right: 16, top: series.length > 1 ? 44 : 16, bottom: 8, containLabel: true },
			legend: series.length > 1 ? { type: "plain", top: 0, itemWidth: 28, itemHeight: 14, textStyle: { fontSize: 13 } } : { show: false },
			/* On the canvas: a floating box would need styles in its markup, which the page's policy forbids. */
			tooltip: { trigger: "axis", renderMode: "richText", axisPointer: { type: "shadow" }, ...(unit ? { valueFormatter: (value: unknown) => (typeof value === "number" ? unit(value) : "") } : {}) },
			xAxis: { type: "category", data: categories, axisLabel: { color: "#1a1a1a", hideOverlap: true }, axisLine: { lineStyle: { color: "#666666" } } },
			yAxis: { type: "value", minInterval: 1, axisLabel: { color: "#1a1a1a", ...(unit ? { formatter: (value: number) => unit(value) } : {}) }, splitLine: { lineStyle: { color: "#d9d9d9" } } },
			series: series.map((one, index) => ({ type: "bar", name: one.name, data: one.values, barMaxWidth: 44, ...(one.stack ? { stack: one.stack } : {}), itemStyle: look(index, one.published ?? false) })),
		}, true);
	}, [categories, series, unit]);
	return <div ref={box} role="img" aria-label={label} style={{ height }} className="w-full" />;
}
