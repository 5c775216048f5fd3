package org.healthpassport.api.record.version;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

class VersionNameTest {

    @Property
    void shouldSortIdsByTheNumbersOfTheirVersions(
            @ForAll @LongRange(min = 1, max = 9_999_999_999L) long one,
            @ForAll @LongRange(min = 1, max = 9_999_999_999L) long other) {
        String first = new VersionName("record", one, "a").id();
        String second = new VersionName("record", other, "a").id();

        assertThat(Integer.signum(first.compareTo(second))).isEqualTo(Long.compare(one, other));
        assertThat(VersionName.parse(first)).contains(new VersionName("record", one, "a"));
        assertThat(VersionName.numberAt("record", VersionName.placeOf("record", one)))
                .hasValue(one);
    }

    @Example
    void shouldTakeNothingElseForAnIdOrAPlace() {
        assertThat(VersionName.parse("record/1/a")).isEmpty();
        assertThat(VersionName.parse("record/0000000001")).isEmpty();
        assertThat(VersionName.parse("record/0000000001/a/b")).isEmpty();
        assertThat(VersionName.numberAt("record", "other/0000000001")).isEmpty();
        assertThat(VersionName.numberAt("record", "record")).isEmpty();
    }
}
