package org.healthpassport.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class TableTest {
    @Test
    void shouldAlignTextLeftAndNumbersRight() {
        // given
        Table table = Table.of("Requests", "scenario", "#CPU ms", "share")
                .row("create", "3.00", "9 %")
                .row("download 10 MB", "12,345", "");

        // then
        assertThat(table.text()).isEqualTo("""
                        Requests
                        scenario        CPU ms  share
                        -----------------------------
                        create            3.00  9 %
                        download 10 MB  12,345
                        """);
    }

    @Test
    void shouldBeATableInMarkdown() {
        // given
        Table table = Table.of("Requests", "scenario", "#CPU ms").row("a|b", "3.00");

        // then
        assertThat(table.markdown()).isEqualTo("""
                        ## Requests

                        | scenario | CPU ms |
                        | --- | ---: |
                        | a\\|b | 3.00 |
                        """);
    }

    @Property(tries = 200)
    void shouldKeepEachRowInOneLineAndColumnsInPlace(@ForAll @Size(max = 5) List<String> names) {
        // given
        Table table = Table.of("Any", "name", "#number");

        // when
        names.forEach(name -> table.row(name, "1"));

        // then
        List<String> lines = table.text().lines().toList();
        assertThat(lines).hasSize(3 + names.size());
        assertThat(lines.subList(3, lines.size()))
                .allSatisfy(line -> assertThat(line.codePointCount(0, line.length()))
                        .isEqualTo(lines.get(2).length()))
                .noneMatch(line -> line.codePoints().anyMatch(Character::isISOControl));
        assertThat(table.markdown().lines()).hasSize(4 + names.size());
    }

    @Test
    void shouldRefuseRowOfAnotherWidth() {
        assertThatThrownBy(() -> Table.of("Any", "one", "two").row("1"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Expected 2 cells, but there are 1.");
    }
}
