package org.healthpassport.api.record.resource;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.healthpassport.aggregates.refusal.InvalidMember;
import org.healthpassport.api.record.tag.Authorship;
import org.healthpassport.api.record.tag.OwnTags;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Finds tags and labels by which a sender claims what only the service says: who stands behind a record, and
 * from whom it is hidden. People do not see
 * that a system differs by case, by a white space or by a character at its end, so those that look like ours are refused,
 * too; and so are ours where the service never sets them, such as in contained resources.
 */
public final class FalseClaims {
    private static final String OURS = "urn:healthpassport";
    private static final Set<String> METAS = Set.of("meta", "valueMeta");
    private static final List<String> LISTS = List.of("tag", "security");

    private final @Nullable OwnTags stated;
    private final List<InvalidMember> found = new ArrayList<>();

    private FalseClaims(@Nullable OwnTags stated) {
        this.stated = stated;
    }

    /** @param stated the tags that the service will state: whoever sends them back claims nothing new */
    static List<InvalidMember> in(ObjectNode resource, OwnTags stated) {
        return foundIn(resource, stated);
    }

    /** The same in a resource in which the service states nothing. */
    public static List<InvalidMember> in(ObjectNode resource) {
        return foundIn(resource, null);
    }

    private static List<InvalidMember> foundIn(ObjectNode resource, @Nullable OwnTags stated) {
        FalseClaims claims = new FalseClaims(stated);
        claims.search(resource, "");
        return claims.found;
    }

    /** The recursion ends, as the JSON reader limits the depth of resources. */
    private void search(JsonNode node, String pointer) {
        if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                search(node.path(i), pointer + '/' + i);
            }
        }
        for (Map.Entry<String, JsonNode> member : node.properties()) {
            String place = pointer + '/' + member.getKey().replace("~", "~0").replace("/", "~1");
            if (METAS.contains(member.getKey())) {
                LISTS.forEach(list -> check(member.getValue().path(list), place + '/' + list));
            }
            search(member.getValue(), place);
        }
    }

    private void check(JsonNode codings, String pointer) {
        for (int i = 0; i < codings.size(); i++) {
            String system = codings.path(i).path("system").asString("");
            String place = pointer + '/' + i;
            if (stated != null && pointer.equals("/meta/tag") && OwnTags.SYSTEMS.contains(system)) {
                check(stated, system, codings.path(i).path("code").asString(""), place);
            } else if (looksLikeOurs(system)) {
                found.add(new InvalidMember(
                        place + "/system", "must not begin with " + OURS + ": only the service sets such a system"));
            }
        }
    }

    private void check(OwnTags ours, String system, String code, String place) {
        if (system.equals(Authorship.SYSTEM)) {
            requireCode(ours.authorship().code(), code, place);
        } else if (system.equals(OwnTags.VISIBILITY) && ours.hidden()) {
            requireCode(OwnTags.HIDDEN, code, place);
        } else if (system.equals(OwnTags.VISIBILITY)) {
            found.add(new InvalidMember(
                    place, "must be absent: the record is not hidden, and only a request to hide it does that"));
        }
    }

    private void requireCode(String ours, String code, String place) {
        if (!code.equals(ours)) {
            found.add(new InvalidMember(place + "/code", "must be " + ours + ", or the tag be absent"));
        }
    }

    private static boolean looksLikeOurs(String system) {
        String shown = Normalizer.normalize(system, Normalizer.Form.NFKC)
                .codePoints()
                .filter(character -> !Character.isWhitespace(character)
                        && !Character.isSpaceChar(character)
                        && !Character.isISOControl(character)
                        && Character.getType(character) != Character.FORMAT)
                .mapToObj(Character::toString)
                .collect(Collectors.joining())
                .toLowerCase(Locale.ROOT);
        return shown.startsWith(OURS);
    }
}
