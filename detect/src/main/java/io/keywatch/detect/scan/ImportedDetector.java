package io.keywatch.detect.scan;

/** Notes where the literals of a user's rule stand: what stands around them is looked at when the pass is over. */
final class ImportedDetector implements Detector {
    private final int rule;
    private final boolean keyword;
    private final boolean place;

    /**
     * @param keyword whether the literal lets the rule run
     * @param place whether matches of the rule stand around it
     */
    ImportedDetector(int rule, boolean keyword, boolean place) {
        this.rule = rule;
        this.keyword = keyword;
        this.place = place;
    }

    @Override
    public void verify(TextScan scan, int start, int end) {
        ImportedHits hits = scan.importedHits();
        if (keyword) {
            hits.open(rule);
        }
        if (place) {
            hits.add(rule, start, end);
        }
    }
}
