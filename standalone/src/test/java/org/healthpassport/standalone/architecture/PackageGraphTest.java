package org.healthpassport.standalone.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PackageGraphTest {

    @Test
    void shouldHaveNoFloorWithoutPackages() {
        assertThat(graph().floors()).isZero();
        assertThat(graph().arrows()).isZero();
        assertThat(graph().circles()).isEmpty();
    }

    @Test
    void shouldCountPackagesOnTheLongestWay() {
        assertThat(graph().add("alone").floors()).isEqualTo(1);
        assertThat(graph("a>b", "c>d").floors()).isEqualTo(2);
        assertThat(graph("a>d", "a>b", "b>c", "c>d").floors()).isEqualTo(4);
        assertThat(graph("a>d", "a>b", "b>c", "c>d").longestWay()).containsExactly("a", "b", "c", "d");
        // The long way begins neither at the first name nor through the first arrow.
        assertThat(graph("z>b", "z>a", "a>x", "x>c", "a>c").longestWay()).containsExactly("z", "a", "x", "c");
    }

    @Test
    void shouldCountAnArrowOnceHoweverManyTypesMakeIt() {
        // given
        PackageGraph graph = new PackageGraph()
                .add("a", "b", "A -> B")
                .add("a", "b", "A2 -> B")
                .add("b", "a", "B -> A")
                .add("a", "a", "A -> A2");

        // then
        assertThat(graph.arrows()).isEqualTo(2);
    }

    @Test
    void shouldNameThreeReasonsForAnArrow() {
        // given
        PackageGraph graph = new PackageGraph();
        for (int number = 1; number <= 5; number++) {
            graph.add("a", "b", "A" + number + " -> B");
        }

        // then
        assertThat(graph.describeArrows()).containsExactly("a -> b: A1 -> B, A2 -> B, A3 -> B and 2 more");
    }

    @Test
    void shouldFindNoCircleWhereManyWaysLeadToOnePackage() {
        assertThat(graph("a>b", "a>c", "b>d", "c>d", "a>d").circles()).isEmpty();
    }

    @Test
    void shouldFindEachCircle() {
        assertThat(graph("a>b", "b>a").circles()).containsExactly(List.of("a", "b"));
        assertThat(graph("top>a", "a>b", "b>c", "c>a", "c>bottom").circles()).containsExactly(List.of("a", "b", "c"));
        assertThat(graph("a>b", "b>a", "b>c", "c>d", "d>c").circles())
                .containsExactlyInAnyOrder(List.of("a", "b"), List.of("c", "d"));
        // Two ways around that share one package are one group.
        assertThat(graph("a>b", "b>a", "b>c", "c>b").circles()).containsExactly(List.of("a", "b", "c"));
        // An arrow into a part that is finished closes nothing.
        assertThat(graph("a>b", "c>b", "c>a").circles()).isEmpty();
    }

    @Test
    void shouldFindACircleOfManyPackages() {
        // given
        PackageGraph graph = new PackageGraph();
        for (int number = 0; number < 100; number++) {
            graph.add("p" + number, "p" + (number + 1) % 100, "reason");
        }

        // then
        assertThat(graph.circles())
                .hasSize(1)
                .allSatisfy(circle -> assertThat(circle).hasSize(100));
        assertThat(graph.floors()).isEqualTo(1);
    }

    @Test
    void shouldCountACircleAsOneFloor() {
        assertThat(graph("top>a", "a>b", "b>a", "b>bottom").floors()).isEqualTo(3);
        assertThat(graph("top>a", "a>b", "b>a", "b>bottom").longestWay()).containsExactly("top", "a = b", "bottom");
    }

    @Test
    void shouldShowTheShortestWayAroundAndAllArrowsOfACircle() {
        assertThat(graph("a>b", "b>c", "c>a", "c>b", "d>a").describeCircles())
                .containsExactly("circle of 3: b -> c -> b\n"
                        + "      a -> b: A -> B\n"
                        + "      b -> c: B -> C\n"
                        + "      c -> a: C -> A\n"
                        + "      c -> b: C -> B");
    }

    /** A graph of arrows like {@code a>b}. */
    private static PackageGraph graph(String... arrows) {
        PackageGraph graph = new PackageGraph();
        for (String arrow : arrows) {
            String[] ends = arrow.split(">");
            graph.add(ends[0], ends[1], ends[0].toUpperCase() + " -> " + ends[1].toUpperCase());
        }
        return graph;
    }
}
