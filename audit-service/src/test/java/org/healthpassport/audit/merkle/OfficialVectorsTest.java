package org.healthpassport.audit.merkle;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The test vectors of transparency-dev/merkle, where a copy lies beside the repository. */
class OfficialVectorsTest {
    private static final Path VECTORS = Path.of("shared/vectors/merkle");

    /** The one vector that asks to accept roots of other than 32 bytes, as they are equal. We do not. */
    private static final String SHORT_ROOTS = "additional/sizes-are-equal-one-and-proof-is-empty";

    @Test
    void shouldJudgeInclusionProofsAsExpected() {
        // given
        List<JsonNode> vectors = vectors("inclusion.json");

        // when, then
        assertThat(vectors)
                .hasSize(98)
                .allSatisfy(vector -> assertThat(proves(() -> new InclusionProof(
                                        number(vector, "leafIdx"), number(vector, "treeSize"), path(vector))
                                .proves(hash(vector, "leafHash"), hash(vector, "root"))))
                        .as(vector.get("name").asString())
                        .isNotEqualTo(vector.get("wantErr").asBoolean()));
    }

    @Test
    void shouldJudgeConsistencyProofsAsExpected() {
        // given
        List<JsonNode> vectors = vectors("consistency.json");

        // when, then
        assertThat(vectors).hasSize(98).allSatisfy(vector -> {
            String name = vector.get("name").asString();
            boolean refused = vector.get("wantErr").asBoolean() || name.equals(SHORT_ROOTS);
            assertThat(proves(() -> new ConsistencyProof(number(vector, "size1"), number(vector, "size2"), path(vector))
                            .proves(hash(vector, "root1"), hash(vector, "root2"))))
                    .as(name)
                    .isNotEqualTo(refused);
        });
    }

    private static List<JsonNode> vectors(String file) {
        Optional<Path> path = Stream.iterate(Path.of("").toAbsolutePath(), Objects::nonNull, Path::getParent)
                .map(folder -> folder.resolve(VECTORS).resolve(file))
                .filter(Files::exists)
                .findFirst();
        if (path.isEmpty()) {
            System.out.println("Skipped: there is no " + VECTORS + "/" + file + " beside the repository.");
        }
        Assumptions.assumeTrue(path.isPresent(), "no vectors of transparency-dev/merkle beside the repository");
        return List.copyOf(
                JsonMapper.shared().readTree(path.orElseThrow().toFile()).values());
    }

    private static boolean proves(BooleanSupplier verification) {
        try {
            return verification.getAsBoolean();
        } catch (IllegalArgumentException e) {
            // A hash of other than 32 bytes does not even become one.
            return false;
        }
    }

    /** Numbers up to 2^64 - 1; those from 2^63 on become negative, and must be refused. */
    private static long number(JsonNode vector, String field) {
        return Long.parseUnsignedLong(vector.get(field).asString());
    }

    private static Hash hash(JsonNode vector, String field) {
        return hash(vector.get(field));
    }

    private static Hash hash(JsonNode base64) {
        return Hash.of(Base64.getDecoder().decode(base64.asString()));
    }

    private static List<Hash> path(JsonNode vector) {
        List<Hash> path = new ArrayList<>();
        if (!vector.get("proof").isNull()) {
            vector.get("proof").forEach(element -> path.add(hash(element)));
        }
        return path;
    }
}
