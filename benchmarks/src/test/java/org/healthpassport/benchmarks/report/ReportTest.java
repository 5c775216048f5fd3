package org.healthpassport.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.healthpassport.benchmarks.result.BenchmarkRun;
import org.healthpassport.benchmarks.result.Load;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

class ReportTest {
    @Test
    void shouldShowRequestsAndLimitsInOneTable() {
        // when
        List<String> lines = new Report(Runs.usual()).text().lines().toList();

        // then
        assertThat(lines)
                .anyMatch(line ->
                        line.matches("create +closed +400 +2\\.50 +19\\.3 +3\\.00 +2\\.70 +2\\.10 +333 +812 +0 +9 %"));
        assertThat(lines).anyMatch(line -> line.matches("raw insert +limit +5,210 +0\\.28 +3,571"));
        assertThat(lines)
                .anyMatch(
                        line -> line.matches(
                                "openssl dgst \\+ enc \\+ copy \\+ sync +limit +not measured +- +- +'openssl' is not installed"));
    }

    @Test
    void shouldCompareWithThePeer() {
        // when
        String text = new Report(Runs.usual()).text();

        // then
        assertThat(text).containsPattern("create +16\\.0 +3\\.00 +2\\.70 +2\\.10 +5\\.3 times +5\\.0 times +yes");
        assertThat(text).containsPattern("read +11\\.0 +1\\.25 +1\\.13 +0\\.88 +8\\.8 times +8\\.0 times +yes");
    }

    @Test
    void shouldSayWhichGoalsWereMissedOrNotMeasured() {
        // given
        BenchmarkRun slow = Runs.with(
                Runs.usual(), measured -> Runs.measured(measured.scenario(), measured.load(), measured.cpuMs() * 2));

        // then
        assertThat(new Report(slow).text())
                .containsPattern("create +16\\.0 +6\\.00 +5\\.40 +4\\.20 +2\\.7 times +5\\.0 times +no");
        assertThat(new Report(Runs.empty()).text()).containsPattern("create +16\\.0 +not run +- +- +- +5\\.0 times +-");
        assertThat(new Report(Runs.empty()).text())
                .contains("Calibration, one core: not measured: 'openssl' is not installed or does not work");
    }

    @Test
    void shouldWriteAllFormatsIntoAFolderOfTheRun(@TempDir Path results) throws Exception {
        // when
        Path folder = new Report(Runs.usual()).write(results);

        // then
        assertThat(folder).isEqualTo(results.resolve("2026-11-29T084600Z-short-b50fb403"));
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("cpu.svg", "growth.svg", "results.json", "results.md", "transfers.svg");
        }
        assertThat(Files.readString(folder.resolve("results.md")))
                .startsWith("# Results\n\nshort profile, commit b50fb403")
                .contains("![cpu](cpu.svg)", "![growth](growth.svg)")
                .contains("| create | closed | 400 | 2.50 |")
                .contains("- 10^6 records: not run, as MONGODB\\_URI is not given");
    }

    @Test
    void shouldLeaveOutPlotsWithoutData(@TempDir Path results) throws Exception {
        // when
        Path folder = new Report(Runs.empty()).write(results);

        // then
        assertThat(folder.resolve("cpu.svg")).doesNotExist();
        assertThat(Files.readString(folder.resolve("results.md"))).doesNotContain(".svg");
    }

    @Test
    void shouldDrawForEverybody() throws Exception {
        for (String plot : List.of(
                CpuBars.requests(Runs.usual()).orElseThrow(),
                CpuBars.transfers(Runs.usual()).orElseThrow(),
                GrowthLines.of(Runs.usual()).orElseThrow())) {
            // when
            Element svg = xml(plot).getDocumentElement();

            // then
            assertThat(svg.getAttribute("role")).isEqualTo("img");
            assertThat(svg.getElementsByTagName("title").item(0).getTextContent())
                    .contains("milliseconds");
            assertThat(svg.getElementsByTagName("desc").item(0).getTextContent())
                    .contains(" ms");
            assertThat(plot).contains("prefers-color-scheme:dark").doesNotContain("NaN", "Infinity");
        }
    }

    @Test
    void shouldDrawHostileNamesAsText() throws Exception {
        // given
        BenchmarkRun run = Runs.with(
                Runs.usual(),
                measured -> Runs.measured("</text><script>\u001b\"&", Load.CLOSED, Double.POSITIVE_INFINITY));

        // when
        Document svg = xml(CpuBars.requests(run).orElseThrow());

        // then
        assertThat(svg.getElementsByTagName("script").getLength()).isZero();
    }

    @Test
    void shouldDrawPointsOfOneSize() {
        // given
        BenchmarkRun usual = Runs.usual();
        BenchmarkRun single = new BenchmarkRun(
                usual.environment(),
                List.of(),
                List.of(),
                usual.growth().subList(0, 1),
                List.of(),
                List.of(),
                List.of(),
                List.of());

        // then
        assertThat(GrowthLines.of(single))
                .hasValueSatisfying(svg ->
                        assertThat(svg).contains("create, one patient: 3.10").doesNotContain("NaN", "Infinity"));
    }

    private static Document xml(String text) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        return factory.newDocumentBuilder().parse(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }
}
