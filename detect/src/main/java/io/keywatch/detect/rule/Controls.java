package io.keywatch.detect.rule;

import java.util.List;

/** NIST SP 800-53 revision 5 controls by what goes wrong. */
public final class Controls {
    /** Somebody's accounts behave as they do not usually do. */
    public static final List<String> UNUSUAL_USE = List.of("AC-2(12)", "SI-4", "SI-4(20)", "AU-6", "AU-6(1)");

    public static final List<String> BULK_READ = List.of("AC-2(12)", "SI-4(2)", "SI-4(5)", "AU-6(5)");
    public static final List<String> PASSWORD_DATA = List.of("AC-2(12)", "SI-4");
    public static final List<String> CONFIGURATION_HARVEST = List.of("AC-6", "SI-4");
    public static final List<String> EXPOSED_KEY = List.of("AC-2(13)", "IA-5", "IR-4(1)", "SI-4(5)");
    public static final List<String> STOLEN_SESSION = List.of("AC-2(12)", "SI-4(4)", "IA-5");
    public static final List<String> CREDENTIAL_ADDED = List.of("AC-2(4)", "IA-5", "AC-6(9)");
    public static final List<String> ELEVATION = List.of("AC-2", "AC-6(9)", "SI-4(20)");
    public static final List<String> AUDIT_TAMPERED = List.of("AU-9", "AU-9(4)", "AU-12", "SI-4");
    public static final List<String> POLICY_WIDENED = List.of("AC-3", "AC-6", "AC-21", "CM-5", "CM-3");
    public static final List<String> DESTROYED = List.of("CP-9", "CP-10", "SC-12(1)", "AU-6");
    public static final List<String> ROTATION = List.of("IA-5", "AC-2(1)", "AC-3(15)", "SC-12");
    public static final List<String> KEY_MANAGEMENT = List.of("SC-12", "AU-6(3)", "SI-4");
    public static final List<String> CODE_CHANGED = List.of("CM-3", "CM-5", "SI-7");
    public static final List<String> WEAK_SIGN_IN = List.of("IA-2(1)", "IA-2(2)", "AC-2(12)");
    public static final List<String> REPLICATION = List.of("CP-6", "CP-9", "AC-4");
    public static final List<String> DEPARTURE = List.of("PS-4", "PS-4(2)", "PS-5", "AC-2(3)", "IA-5");
    public static final List<String> SECRET_IN_CONTENT = List.of("AC-3", "AC-6", "AU-6(3)", "SI-4");

    private Controls() {}
}
