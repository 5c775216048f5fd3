package org.healthpassport.api.fhir.validation;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Bounds on what is given to HAPI, which takes a hundred times as long as our own check: some milliseconds for a profile
 * or a contained resource, and a fraction of one for a value or a tag of the narrative.
 */
final class Extent {
    static final int MOST_VALUES = 5_000;
    static final int MOST_PROFILES = 20;
    static final int MOST_CONTAINED = 100;
    static final int MOST_TAGS = 2_000;
    /**
     * HAPI describes every element that it dislikes together with all of its surroundings: 900 levels in 6 KB made 245 MB
     * of texts.
     */
    static final int DEEPEST_NARRATIVE = 50;

    static final int LONGEST_TEXT = 64 * 1024;

    /** Members that have bytes or measured data, for which there is no parser. */
    private static final Set<String> DATA = Set.of("data", "valueBase64Binary");

    private final List<Issue> issues = new ArrayList<>();
    private int values;
    private int profiles;
    private int contained;
    private int tags;
    /** The largest depth of a narrative. */
    private int deepest;

    private boolean tooLong;

    private Extent() {}

    /** Says of what the resource has too much; empty if it can be validated. */
    static List<Issue> issues(ObjectNode resource) {
        Extent extent = new Extent();
        extent.count("", resource);
        extent.bound(extent.values, MOST_VALUES, "values");
        extent.bound(extent.profiles, MOST_PROFILES, "profiles");
        extent.bound(extent.contained, MOST_CONTAINED, "contained resources");
        extent.bound(extent.tags, MOST_TAGS, "tags in narratives");
        extent.bound(extent.deepest, DEEPEST_NARRATIVE, "levels of tags in a narrative");
        if (extent.tooLong) {
            extent.issues.add(issue("texts of at most %,d characters".formatted(LONGEST_TEXT)));
        }
        return extent.issues;
    }

    private void bound(int count, int most, String things) {
        if (count > most) {
            issues.add(issue("at most %,d %s".formatted(most, things)));
        }
    }

    private static Issue issue(String bound) {
        return Issue.tooCostly("The resource could not be validated: it must have " + bound + '.');
    }

    private void count(String name, JsonNode node) {
        if (node.isObject()) {
            node.properties().forEach(member -> count(member.getKey(), member.getValue()));
        } else if (node.isArray()) {
            node.forEach(item -> count(name, item));
        } else {
            value(name, node);
        }
        if (node.isObject() && name.equals("contained")) {
            contained++;
        }
    }

    private void value(String name, JsonNode value) {
        values++;
        if (name.equals("profile")) {
            profiles++;
        }
        if (!value.isString()) {
            return;
        }
        String text = value.stringValue();
        tooLong |= text.length() > LONGEST_TEXT && !DATA.contains(name);
        if (name.equals("div")) {
            NarrativeExtent narrative = NarrativeExtent.of(text);
            tags += narrative.tags();
            deepest = Math.max(deepest, narrative.depth());
        }
    }
}
