package org.healthpassport.fhir.path;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.healthpassport.fhir.definition.Definitions;
import org.healthpassport.fhir.definition.EveryDefinition;
import org.healthpassport.fhir.definition.Invariant;
import org.healthpassport.fhir.element.Element;
import org.healthpassport.fhir.json.FhirJson;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PathExpressionTest {
    private static final Definitions DEFINITIONS = Definitions.r4();

    private static final Element ALLERGY = Element.root(DEFINITIONS, FhirJson.parse("""
                    {
                      "resourceType": "AllergyIntolerance",
                      "id": "a",
                      "category": ["food", "biologic"],
                      "code": {"coding": [{"system": "http://s", "code": "1"}, {"system": "http://s", "code": "2"}]},
                      "patient": {"reference": "#p"},
                      "contained": [{"resourceType": "Patient", "id": "p"}],
                      "onsetAge": {"value": 1.50, "unit": "a"},
                      "_recordedDate": {"id": "unknown"},
                      "extension": [{"url": "http://e", "valueBoolean": false}, {"url": "http://f", "valueUri": "#u"}]
                    }
                    """.getBytes(UTF_8)));

    static List<Invariant> invariants() {
        return EveryDefinition.invariants();
    }

    @ParameterizedTest
    @MethodSource("invariants")
    void shouldSupportEveryInvariant(Invariant invariant) {
        assertThat(PathExpression.compile(invariant.expression())).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "id.exists()",
                "note.empty()",
                "category.count() = 2",
                "children().count() = 10",
                "onset.value >= 1.5 and onset.value < 2 and onset.value > 1.49 and onset.value <= 1.5",
                "onset.value.toString() = '1.50'",
                "onset.unit = 'a'",
                "recordedDate.exists() and recordedDate.hasValue().not()",
                "code.coding.where(system = 'http://s' and code = '2').count() = 1",
                "code.coding.code = ('1' | '2' | '1')",
                "'1' in code.coding.code",
                "('3' in code.coding.code).not()",
                "category in ('food' | 'drink')",
                "patient.reference.substring(1) = 'p'",
                "'#' + id = '#a'",
                "patient.reference.startsWith('#') and patient.reference.contains('p')",
                "note.text.startsWith('#').not()",
                "extension.value.as(uri) = '#u'",
                "'#u' in %resource.descendants().as(uri)",
                "descendants().where(reference = '#p').count() = 1",
                "extension.where(value = '#u').url = 'http://f'",
                "%resource.id = %rootResource.id",
                "%ucum = 'http://unitsofmeasure.org'",
                "id.exists() xor note.exists()",
                "note.exists() implies note.count() > 7",
                "note.text = 'x' or id.exists()",
                "(note.text = 'x' and note.empty().not()).not()",
                "id = 'b' or id = 'a' and id != 'c'",
                "id.trace('ids', code).exists()",
                "true and false.not()",
                "AllergyIntolerance.id = 'a' and Patient.id.empty()",
                "%context.id = 'a'",
                "category.all($this = 'food' or $this = 'biologic')",
                "note.all(text = 'x')",
                "category.select($this & '!') = ('food!' | 'biologic!')",
                "'a' & note.text & 'b' = 'ab'",
                "category.isDistinct() and code.coding.select(system).isDistinct().not()",
                "code.coding.code.combine(code.coding.code).count() = 4",
                "code.coding.intersect(%resource.code.coding).count() = 2",
                "code.coding.intersect(extension).empty()",
                "category.first() = 'food' and category.tail() = 'biologic' and note.first().tail().empty()",
                "category contains 'food'",
                "onset is Age and (onset is Period).not()",
                "(onset as Age).value = 1.5 and (onset as Period).empty()",
                "onset.ofType(Age).exists() and onset.is(Age)",
                "code.coding.code.first().toInteger() + 1 = 2",
                "id.toInteger().empty()",
                "id.count() + category.count() = 3",
                "id.matches('^[a-z]$') and id.matches('[b-z]').not()",
                "patient.reference.replaceMatches('[#]', '\\'') = '\\'p'",
                "note.iif(empty(), true, false)",
                "id.iif($this = 'b', false, exists())",
                "note.exists().iif($this, false).empty()",
                "patient.resolve().id = 'p' and patient.resolve() is Patient",
                "patient.resolve() = contained",
                "contained.name.first() = name.first() or name.empty()"
            })
    void shouldHold(String condition) {
        assertThat(holds(condition)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "note.text = 'x'",
                "(note.text = 'x').not()",
                "note.exists() xor note.text = 'x'",
                "id.exists() implies note.exists()",
                "extension.value.as(boolean)",
                "category = 'food'",
                "code.coding < code.coding",
                "onset < id",
                "category + id = 'fooda'",
                "patient.reference.substring(2).exists()",
                "category.all($this = 'food')",
                "category is code",
                "onset is Quantity",
                "recordedDate.matches('x')",
                "recorder.resolve().exists()"
            })
    void shouldNotHoldWhereItIsFalseOrCannotBeDecided(String condition) {
        assertThat(holds(condition)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "2020, 2021, true",
        "2020, 2020, true",
        "2021, 2020, false",
        "2020, 2020-05, false",
        "2020, 2021-05, true",
        "2020-05-01T12:00:00Z, 2020-05-01T12:30:00+02:00, false",
        "2020-05-01T12:00:00+02:00, 2020-05-01T10:00:00.000Z, true",
        "2020-05-01T12:00:60Z, 2020-05-01T12:00:59.999Z, false",
        "2020-05-01T00:00:00Z, 2020-05-01, false",
        "2020-05-01T00:00:00Z, 2020-05-02, true",
        "2020-05-01T23:00:00-05:00, 2020-06, true"
    })
    void shouldCompareDatesAsFarAsTheyAreKnown(String start, String end, boolean inOrder) {
        // given
        Element allergy = Element.root(
                DEFINITIONS,
                FhirJson.parse(
                        "{\"resourceType\":\"AllergyIntolerance\",\"onsetPeriod\":{\"start\":\"%s\",\"end\":\"%s\"}}"
                                .formatted(start, end)
                                .getBytes(UTF_8)));

        // then
        assertThat(PathExpression.compile("onset.start <= onset.end").holds(allergy, EvaluationContext.of(allergy)))
                .isEqualTo(inOrder);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "id.",
                "id id",
                "(id",
                "id)",
                "id.foo()",
                "id.exists(",
                "%sct",
                "'a",
                "id[0]",
                "id ~ 'a'",
                "1 +",
                "substring()",
                "id.where(",
                "where()",
                "a.count(1)",
                "$index",
                "id.matches(id)",
                "id.matches('(?=a)')",
                "id.exists(id = 'a')",
                "id is 'a'",
                "id.all()",
                "iif(true)"
            })
    void shouldRefuseWhatItDoesNotKnow(String expression) {
        assertThatIllegalArgumentException().isThrownBy(() -> PathExpression.compile(expression));
    }

    private static boolean holds(String condition) {
        return PathExpression.compile(condition).holds(ALLERGY, EvaluationContext.of(ALLERGY));
    }
}
