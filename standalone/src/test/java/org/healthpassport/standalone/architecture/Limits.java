package org.healthpassport.standalone.architecture;

import java.util.Map;

/**
 * Numbers that the structure of a module must not exceed. Every exception stands here, and nowhere else.
 *
 * @param circles groups of packages that need one another
 * @param typesOfAPackage generated code, configuration and exceptions not counted
 * @param floorsOfAFeature packages on the longest way down inside a direct sub-package of the root
 * @param floors direct sub-packages of the root on the longest way down
 * @param arrows between direct sub-packages of the root
 */
record Limits(int circles, int typesOfAPackage, int floorsOfAFeature, int floors, int arrows) {
    private static final int ANY = Integer.MAX_VALUE;
    private static final Limits USUAL = new Limits(0, 12, 3, ANY, ANY);
    private static final Map<String, Limits> OTHERS = Map.of("api", new Limits(0, 12, 3, 6, 50));

    static Limits of(MeasuredModule module) {
        return OTHERS.getOrDefault(module.name(), USUAL);
    }
}
