package text

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint/evidence/invocation"
	"github.com/unitlint/unitlint/lint/need"
)

// hardware says which devices a word stands for in options and in the names of
// variables.
type hardware struct {
	words   []string
	devices []string
	what    string
	source  string
}

// hardwareWords are the names of interfaces to devices that programs share, each as
// its documentation calls it.
var hardwareWords = []hardware{
	{[]string{"vaapi", "qsv"}, []string{"/dev/dri/renderD128", "/dev/dri/card0"}, "the graphics processor",
		"the documentation of FFmpeg (hwaccel); https://github.com/intel/libva"},
	{[]string{"cuda", "nvidia", "nvenc", "nvdec", "cuvid"}, []string{"/dev/nvidiactl", "/dev/nvidia0"}, "a card of NVIDIA",
		"the README of NVIDIA's driver for Linux (device files)"},
	{[]string{"rocm"}, []string{"/dev/kfd"}, "a card of AMD", "the documentation of ROCm (device files)"},
	{[]string{"opencl"}, []string{"/dev/dri/renderD128", "/dev/kfd", "/dev/nvidiactl"}, "the graphics processor", "the documentation of the OpenCL drivers"},
	{[]string{"enable kvm"}, []string{"/dev/kvm"}, "virtualization by the processor", "qemu(1)"},
	{[]string{"use gpu", "enable gpu"}, []string{"/dev/dri/renderD128", "/dev/nvidiactl", "/dev/kfd"}, "the graphics processor", "the option's own words"},
	{[]string{"v4l2", "video4linux2"}, []string{"/dev/video0"}, "a camera", "the documentation of FFmpeg (video4linux2)"},
}

// hardwareVariables choose among devices, and so tell that there are some.
var hardwareVariables = map[string]string{
	"CUDA_VISIBLE_DEVICES": "cuda", "NVIDIA_VISIBLE_DEVICES": "cuda", "LIBVA_DRIVER_NAME": "vaapi",
	"HIP_VISIBLE_DEVICES": "rocm", "ROCR_VISIBLE_DEVICES": "rocm", "HSA_OVERRIDE_GFX_VERSION": "rocm",
}

// notVisible are the values of such variables that leave no device; "0" is the first
// one (the CUDA C++ programming guide, the documentation of ROCm).
var notVisible = []string{"", "-1", "no", "off", "false", "none", "void", "NoDevFiles"}

// notUsed are the values that switch something off.
var notUsed = []string{"", "0", "no", "off", "false", "none", "never", "disabled", "-1", "void"}

// hardwareNeeds records the devices that words of a command line stand for.
func (r *collector) hardwareNeeds(i *invocation.Invocation) {
	if elsewhere[i.Name()] || i.IsShell() {
		return
	}
	for at, argument := range i.Arguments {
		if !argument.Known || strings.ContainsAny(argument.Text, "/ ") {
			continue
		}
		row := hardwareOf(wordsOf(strings.ReplaceAll(argument.Text, "=", " ")))
		if row == nil {
			continue
		}
		name, content, assigned := strings.Cut(argument.Text, "=")
		if assigned && slices.Contains(notUsed, content) || switchesOff(name) || at > 0 && switchesOff(i.Arguments[at-1].Text) {
			continue
		}
		if !assigned && at+1 < len(i.Arguments) && strings.HasPrefix(name, "-") && slices.Contains(notUsed, i.Arguments[at+1].Text) {
			continue
		}
		r.usesHardware(i, row, argument, argument.Text)
	}
}

// switchesOff tells options that say what is not to be used.
func switchesOff(option string) bool {
	if !strings.HasPrefix(option, "-") {
		return false
	}
	words := wordsOf(strings.TrimLeft(option, "-"))
	return len(words) > 0 && slices.Contains([]string{"no", "disable", "without", "skip", "exclude"}, words[0])
}

// devicesIn is the reading of a variable that is the path of a device.
func devicesIn(r *collector, i *invocation.Invocation, name string, w invocation.Word) {
	if isDevice(w.Text) && !strings.ContainsAny(w.Text, " :,;=*?") && !elsewhere[i.Name()] {
		r.given(i, w, need.Need{Kind: need.Device, Any: []string{path.Clean(w.Text)}, Consequence: need.Missing,
			Why: fmt.Sprintf("is told of the device %s (%s)", path.Clean(w.Text), name)})
	}
}

// hardwareIn is the reading of a variable that chooses among devices.
func hardwareIn(r *collector, i *invocation.Invocation, name string, w invocation.Word) {
	if meant := hardwareVariables[name]; meant != "" && !slices.Contains(notVisible, w.Text) && !elsewhere[i.Name()] {
		r.usesHardware(i, hardwareOf([]string{meant}), w, name)
	}
}

// hardwareOf returns the row of words that all of them or one alone is, or nil.
func hardwareOf(words []string) *hardware {
	all := strings.Join(words, " ")
	for at := range hardwareWords {
		row := &hardwareWords[at]
		if slices.Contains(row.words, all) || slices.ContainsFunc(words, func(w string) bool { return slices.Contains(row.words, w) }) {
			return row
		}
	}
	return nil
}

func (r *collector) usesHardware(i *invocation.Invocation, row *hardware, at invocation.Word, shown string) {
	r.Add(i, need.Need{Kind: need.Device, Any: row.devices, Certainty: need.Likely, Consequence: need.Missing,
		Why:      fmt.Sprintf("uses %s (%s)", row.what, shown),
		Evidence: need.Evidence{Assignment: i.Assignment, Range: at.Place, Source: row.source}})
}
