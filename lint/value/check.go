package value

import (
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint/catalog"
)

// grammar judges the value that a verdict holds.
type grammar func(*verdict)

// grammars holds the grammar of each kind.
var grammars = map[catalog.Kind]grammar{
	catalog.KindAddressFamilies:      func(v *verdict) { v.result.decoded = v.addressFamilies() },
	catalog.KindArchitectureList:     (*verdict).architectures,
	catalog.KindBPFProgram:           (*verdict).bpfProgram,
	catalog.KindBase64:               (*verdict).base64,
	catalog.KindBindPaths:            func(v *verdict) { v.result.decoded = v.bindPaths() },
	catalog.KindBoolean:              (*verdict).booleanKind,
	catalog.KindBytes:                (*verdict).bytes,
	catalog.KindCGroupName:           (*verdict).groupName,
	catalog.KindCPUSet:               (*verdict).cpuSet,
	catalog.KindCapabilitySet:        func(v *verdict) { v.result.decoded = v.capabilities() },
	catalog.KindCondition:            (*verdict).condition,
	catalog.KindConditionPath:        (*verdict).conditionPath,
	catalog.KindControllers:          (*verdict).controllers,
	catalog.KindCoredumpFilter:       (*verdict).coredumpFilter,
	catalog.KindDBusName:             (*verdict).busName,
	catalog.KindDelegate:             (*verdict).delegate,
	catalog.KindDeviceAllow:          (*verdict).deviceKind,
	catalog.KindDeviceLimit:          (*verdict).deviceLimit,
	catalog.KindDeviceTimespan:       (*verdict).deviceTimespan,
	catalog.KindDeviceWeight:         (*verdict).deviceWeight,
	catalog.KindDirectories:          func(v *verdict) { v.result.decoded = v.directories() },
	catalog.KindEnum:                 (*verdict).enum,
	catalog.KindEnvironment:          func(v *verdict) { v.result.decoded = v.environment() },
	catalog.KindEnvironmentFile:      (*verdict).environmentFile,
	catalog.KindEnvironmentNames:     (*verdict).environmentNames,
	catalog.KindErrno:                (*verdict).errno,
	catalog.KindEscapedText:          (*verdict).escapedText,
	catalog.KindExec:                 func(v *verdict) { v.result.decoded = v.exec() },
	catalog.KindExitStatusList:       (*verdict).exitStatuses,
	catalog.KindExtensionImages:      func(v *verdict) { v.images(false) },
	catalog.KindFDName:               func(v *verdict) { v.descriptorName(v.whole()) },
	catalog.KindFilesystems:          (*verdict).filesystems,
	catalog.KindFilterPattern:        (*verdict).filterPattern,
	catalog.KindGroup:                (*verdict).user,
	catalog.KindGroupList:            (*verdict).groups,
	catalog.KindIPPrefixes:           (*verdict).ipPrefixes,
	catalog.KindImageOptions:         (*verdict).imageOptions,
	catalog.KindImportCredential:     (*verdict).importCredential,
	catalog.KindInstanceName:         (*verdict).instanceName,
	catalog.KindInteger:              (*verdict).integer,
	catalog.KindInterfaceName:        (*verdict).interfaceName,
	catalog.KindInterfaceNames:       (*verdict).interfaceNames,
	catalog.KindJournalFields:        (*verdict).journalFields,
	catalog.KindJournalNamespace:     (*verdict).journalNamespace,
	catalog.KindLoadCredential:       (*verdict).loadCredential,
	catalog.KindMemoryLimit:          (*verdict).memoryLimit,
	catalog.KindMode:                 (*verdict).mode,
	catalog.KindMountImages:          func(v *verdict) { v.images(true) },
	catalog.KindMountNode:            (*verdict).mountNode,
	catalog.KindNFTSet:               (*verdict).nftSet,
	catalog.KindNamespaceFlags:       func(v *verdict) { v.result.decoded = v.namespaceFlags() },
	catalog.KindOpenFile:             (*verdict).openFile,
	catalog.KindPIDFile:              (*verdict).pidFile,
	catalog.KindPath:                 (*verdict).path,
	catalog.KindPathList:             (*verdict).pathListKind,
	catalog.KindPercentage:           (*verdict).percentage,
	catalog.KindQuota:                (*verdict).quota,
	catalog.KindRefreshOnReload:      (*verdict).refreshOnReload,
	catalog.KindResourceLimit:        (*verdict).resourceLimit,
	catalog.KindRootHash:             (*verdict).rootHash,
	catalog.KindRootHashSignature:    (*verdict).rootHashSignature,
	catalog.KindSecurebits:           (*verdict).secureBits,
	catalog.KindSecurityLabel:        (*verdict).securityLabel,
	catalog.KindSetCredential:        (*verdict).setCredential,
	catalog.KindSignal:               (*verdict).signal,
	catalog.KindSocketAddress:        func(v *verdict) { v.listen(v.directive.Param) },
	catalog.KindSocketBindRule:       (*verdict).socketBindRule,
	catalog.KindStandardInput:        func(v *verdict) { v.standardStream(false) },
	catalog.KindStandardOutput:       func(v *verdict) { v.standardStream(true) },
	catalog.KindString:               (*verdict).textKind,
	catalog.KindSyscallFilter:        func(v *verdict) { v.result.decoded = v.syscallFilter(v.directive.Param != "log") },
	catalog.KindTasksMax:             (*verdict).tasksMax,
	catalog.KindTemporaryFilesystems: func(v *verdict) { v.result.decoded = v.temporaryFileSystem() },
	catalog.KindTimer:                (*verdict).timer,
	catalog.KindTimespan:             (*verdict).timespanKind,
	catalog.KindTristate:             (*verdict).booleanKind,
	catalog.KindURLList:              (*verdict).urls,
	catalog.KindUnit:                 (*verdict).unit,
	catalog.KindUnitList:             (*verdict).unitListKind,
	catalog.KindUnsetEnvironment:     (*verdict).unsetEnvironment,
	catalog.KindUnsigned:             (*verdict).unsigned,
	catalog.KindUser:                 (*verdict).user,
	catalog.KindWatchedPath:          (*verdict).watchedPath,
	catalog.KindWeight:               (*verdict).weight,
	catalog.KindWorkingDirectory:     (*verdict).workingDirectory,
	catalog.KindXattr:                (*verdict).xattr,
}

// Check judges the value of a directive as the context's release would: what
// is wrong with it, where, and what systemd makes of it. Whether the release
// knows the directive at all is not its business.
func Check(d *catalog.Directive, text string, ctx Context) Result {
	result := judge(d, text, ctx)
	if result.Undecided && holdsMachine(text, ctx) {
		result.addCertain(d, text, ctx)
	}
	if len(result.Problems) > 0 {
		dropVain(d, text, ctx, result.Problems)
	}
	return result
}

// addCertain adds the problems that a value has whatever the machine puts in place
// of its specifiers: those that it has with each of their stand-ins.
func (r *Result) addCertain(d *catalog.Directive, text string, ctx Context) {
	same := func(a Problem) func(Problem) bool {
		return func(b Problem) bool {
			return a.Start == b.Start && a.End == b.End && a.Outcome == b.Outcome && a.Code == b.Code
		}
	}
	var certain []Problem
	for ctx.assumed = 1; ctx.assumed <= assumptions; ctx.assumed++ {
		found := judge(d, text, ctx).Problems
		if ctx.assumed == 1 {
			certain = found
			continue
		}
		certain = slices.DeleteFunc(certain, func(p Problem) bool { return !slices.ContainsFunc(found, same(p)) })
	}
	for _, p := range certain {
		if !slices.ContainsFunc(r.Problems, same(p)) && len(r.Problems) < mostProblems {
			p.Message = strings.TrimSuffix(asWritten(p, d, text, ctx), ".") + ", whatever the machine puts for its specifiers."
			r.Problems = append(r.Problems, p)
			r.Outcome = max(r.Outcome, p.Outcome)
		}
	}
	slices.SortStableFunc(r.Problems, func(a, b Problem) int { return a.Start - b.Start })
}

// asWritten returns a problem's message with the part of the value as it is
// written, where it quotes one with stand-ins for specifiers.
func asWritten(p Problem, d *catalog.Directive, text string, ctx Context) string {
	ctx.assumed = 1
	part := text[p.Start:p.End]
	expansion, err := Expand(part, d.SpecifiersAt(ctx.Release), ctx)
	if err != nil {
		return p.Message
	}
	return strings.ReplaceAll(p.Message, quoted(expansion.Text), quoted(part))
}

func judge(d *catalog.Directive, text string, ctx Context) Result {
	v := newVerdict(text, ctx, d.SpecifiersAt(ctx.Release))
	v.directive = d
	v.deprecated()
	switch {
	case d.OnInvalid == catalog.AlwaysIgnored:
		v.unsupported()
	case text == "":
		v.emptyValue()
	default:
		if grammar, ok := grammars[d.Kind]; ok {
			grammar(v)
		}
	}
	return v.result
}

// unsupported tells that systemd ignores the directive whatever its value.
func (v *verdict) unsupported() {
	start, end := v.all()
	message := "This setting has no effect for this type of unit."
	if v.directive.Kind == catalog.KindRemoved {
		message = "This setting lost its meaning long ago."
	}
	v.reportCertain(start, end, Ignored, CodeUnsupported, message)
}

// emptyValue judges an assignment of nothing.
func (v *verdict) emptyValue() {
	switch empty := v.directive.EmptyAt(v.ctx.Release); {
	case empty != catalog.EmptyInvalid:
	case v.directive.OnInvalid == catalog.RefuseUnit && v.directive.Kind == catalog.KindBoolean:
		v.reportCertain(0, 0, UnitRefused, CodeEmpty, "An empty value is neither yes nor no.")
	default:
		v.reportCertain(0, 0, Ignored, CodeEmpty, "An empty value does not bring back the default here: systemd ignores it, and what was set before stays.")
	}
}

// loudlyDeprecated are the deprecated directives that systemd warns of on each
// assignment; it takes the others without a word.
var loudlyDeprecated = map[string]bool{
	"BlockIODeviceWeight": true, "BlockIOReadBandwidth": true, "BlockIOWriteBandwidth": true,
	"CPUShares": true, "StartupCPUShares": true, "MemoryLimit": true,
	"RequiresOverridable": true, "RequisiteOverridable": true,
}

// deprecated remarks on directives that the release still takes, with a
// warning.
func (v *verdict) deprecated() {
	d := v.directive
	if d.DeprecatedSince != 0 && loudlyDeprecated[d.Name] && v.since(d.DeprecatedSince) {
		start, end := v.all()
		v.reportCertain(start, end, Noticed, CodeDeprecated, "This setting is deprecated in favour of "+d.Replacement+"=.")
	}
}
