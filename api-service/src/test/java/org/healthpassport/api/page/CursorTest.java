package org.healthpassport.api.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.healthpassport.aggregates.list.ListPosition;
import org.healthpassport.aggregates.refusal.Refused;
import org.junit.jupiter.api.Test;

class CursorTest {

    @Test
    void shouldLeadBackToItsPosition() {
        ListPosition position =
                new ListPosition(Instant.parse("2026-01-01T00:00:00.123Z"), "0198c7a2-0000-7000-8000-000000000001");

        assertThat(Cursor.parse(Cursor.of(position, ""))).isEqualTo(new Cursor(position, ""));
        String mark = Cursor.mark("records", "patient", null);
        assertThat(Cursor.parse(Cursor.of(position, mark))).isEqualTo(new Cursor(position, mark));
    }

    @Test
    void shouldTellListsApart() {
        assertThat(Cursor.mark("a", "b")).isEqualTo(Cursor.mark("a", "b")).isNotEqualTo(Cursor.mark("b", "a"));
        assertThat(Cursor.mark("ab", "")).isNotEqualTo(Cursor.mark("a", "b"));
        assertThat(Cursor.mark("a:1", "b")).isNotEqualTo(Cursor.mark("a", "1:b"));
    }

    @Property
    void shouldRefuseWhatItDidNotGiveOut(@ForAll String cursor) {
        assertThatThrownBy(() -> Cursor.parse(cursor))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.refusal()).isEqualTo(new PageRefusal.UnknownCursor()));
    }
}
